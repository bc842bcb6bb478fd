/** The SPI of security: who a client is, and what it may do. */
package gossip.api.security;
