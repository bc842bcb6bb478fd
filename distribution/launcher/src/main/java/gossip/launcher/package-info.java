/** The broker process. */
package gossip.launcher;
