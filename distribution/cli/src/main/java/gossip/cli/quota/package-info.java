/** Commands about quotas of clients, run by the main thread. */
package gossip.cli.quota;
