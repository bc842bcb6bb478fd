/** The compression codecs of record batches. */
package gossip.plugins.compression;
