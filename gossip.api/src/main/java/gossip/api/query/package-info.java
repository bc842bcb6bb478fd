/** The SPI of the query engine. */
package gossip.api.query;
