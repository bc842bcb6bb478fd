/** The door for HTTP clients. Start at {@link gossip.plugins.rest.RestServer}. */
package gossip.plugins.rest;
