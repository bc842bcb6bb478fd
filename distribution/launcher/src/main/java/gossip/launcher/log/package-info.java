/**
 * The log of the broker process: one line for each record, on standard error. Any thread. Start at {@link
 * gossip.launcher.log.ProcessLog}.
 */
package gossip.launcher.log;
