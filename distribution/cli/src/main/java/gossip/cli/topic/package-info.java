/** Commands about topics, run by the main thread. */
package gossip.cli.topic;
