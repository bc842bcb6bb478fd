/** The SPI that keeps the offsets and the state of consumer groups. */
package gossip.api.group;
