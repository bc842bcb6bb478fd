/** Several nodes of one cluster. */
package gossip.tests.cluster;
