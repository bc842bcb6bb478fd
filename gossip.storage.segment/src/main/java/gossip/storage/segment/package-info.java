/** The log on disk. */
package gossip.storage.segment;
