/**
 * The command line. {@link gossip.cli.Main} runs one command on the main thread and ends with one of the codes of
 * {@link gossip.cli.terminal.ExitCode}. Start reading at {@link gossip.cli.GossipCommand}, which names all commands.
 */
package gossip.cli;
