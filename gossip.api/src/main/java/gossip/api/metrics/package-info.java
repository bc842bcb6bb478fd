/** Where the broker's parts report figures. Recording is cheap, from any thread. */
package gossip.api.metrics;
