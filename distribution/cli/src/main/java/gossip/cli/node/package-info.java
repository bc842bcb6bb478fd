/** Commands about this installation's broker that need no running one, run by the main thread. */
package gossip.cli.node;
