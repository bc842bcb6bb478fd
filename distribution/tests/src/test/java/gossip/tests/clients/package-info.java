/** The clients that people already use, each producing and consuming. */
package gossip.tests.clients;
