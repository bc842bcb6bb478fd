/**
 * A broker for the tests of your application. JUnit's thread starts and stops it. Start at {@link gossip.junit.GossipTest}.
 */
package gossip.junit;
