/** Commands about consumer groups, run by the main thread. */
package gossip.cli.group;
