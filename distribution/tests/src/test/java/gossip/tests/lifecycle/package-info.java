/** Starting, stopping and configuring brokers. */
package gossip.tests.lifecycle;
