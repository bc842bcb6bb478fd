/**
 * The packaged product as a user has it: unpacked, started and stopped as processes. Start at {@link
 * gossip.tests.packaged.PackagedBroker}.
 */
package gossip.tests.packaged;
