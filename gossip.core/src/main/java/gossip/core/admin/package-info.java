/**
 * What operators ask of a cluster. Answers come from memory, on the caller's thread; only the sizes of logs are read by a
 * thread of their own. Start at {@link gossip.core.admin.AdministrationService}.
 */
package gossip.core.admin;
