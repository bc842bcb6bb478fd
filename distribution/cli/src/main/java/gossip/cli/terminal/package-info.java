/**
 * How commands talk to people and scripts: streams, tables, JSON, exit codes, one-line errors. Used by the main thread;
 * {@link gossip.cli.terminal.Progress} also by the producer's callback thread.
 */
package gossip.cli.terminal;
