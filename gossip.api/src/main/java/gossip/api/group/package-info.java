/** The SPI of committed offsets. */
package gossip.api.group;
