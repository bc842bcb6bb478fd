/**
 * The four codecs a record batch can be compressed with, each on a library of its own. Stateless; any thread. Start at
 * {@link gossip.plugins.compression.CompressionPlugin}.
 */
package gossip.plugins.compression;
