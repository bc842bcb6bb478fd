/** The SPI of the schema registry. */
package gossip.api.schema;
