/** The command line. */
package gossip.cli;
