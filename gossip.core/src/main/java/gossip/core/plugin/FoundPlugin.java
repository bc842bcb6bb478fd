package gossip.core.plugin;

import gossip.api.plugin.GossipPlugin;

/**
 * A plugin that exists as an object but has said nothing yet.
 *
 * @param plugin the object
 * @param location jar or folder that it is from
 */
record FoundPlugin(GossipPlugin plugin, String location) {}
