/** Contract tests: extend one, hand it your implementation, and it is held to the contract. */
package gossip.tck;
