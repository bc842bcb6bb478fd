/** The door for HTTP clients, with a whole broker behind it. */
package gossip.tests.rest;
