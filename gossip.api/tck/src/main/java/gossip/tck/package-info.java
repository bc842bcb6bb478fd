/**
 * Contract tests for the SPI. Extend the class of an SPI in the tests of an implementation, say how to open it, and JUnit
 * runs the contract. Start at {@link gossip.tck.LogStoreContract}.
 */
package gossip.tck;
