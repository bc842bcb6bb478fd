/**
 * Producing and consuming records. Start reading at {@link gossip.cli.record.ProduceCommand} and
 * {@link gossip.cli.record.ConsumeCommand}; both run on the main thread, and a shutdown hook stops them on Ctrl-C.
 */
package gossip.cli.record;
