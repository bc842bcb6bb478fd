/**
 * The way in for everything that can be replaced. A plugin is a {@link gossip.api.plugin.GossipPlugin} found by {@link
 * java.util.ServiceLoader}; it names what it provides, and the broker creates what its configuration selects. Built-in parts
 * come in by the same door.
 */
package gossip.api.plugin;
