/** The commands of {@code bin/gossip}, as scripts and people use them. */
package gossip.tests.cli;
