/**
 * Settings of whatever has some: how edits become one command, and which settings there are of groups, of subscriptions to
 * client metrics, and of the process's loggers. Any thread; nothing blocks. Start at {@link gossip.core.resource.EditPlan}.
 */
package gossip.core.resource;
