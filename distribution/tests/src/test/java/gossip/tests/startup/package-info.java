/** The start-up caches in the package. */
package gossip.tests.startup;
