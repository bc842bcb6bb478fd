/**
 * Kills the broker again and again while records are written, and looks for every acknowledged one afterwards. Start at
 * {@link gossip.tests.crash.CrashIT}.
 */
package gossip.tests.crash;
