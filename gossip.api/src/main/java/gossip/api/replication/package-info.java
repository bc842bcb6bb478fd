/** The SPI of replication: which partitions a node has, and up to where their records are committed. */
package gossip.api.replication;
