/**
 * The broker process. The main thread starts the broker, waits and stops it; a signal is taken by a thread of its own that
 * only wakes the main thread. Start at {@link gossip.launcher.Launcher}.
 */
package gossip.launcher;
