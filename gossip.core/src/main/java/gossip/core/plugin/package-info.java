/**
 * Plugins: found on the module path and in folders, judged, and their implementations created when they are needed. {@link
 * gossip.core.plugin.PluginCatalog} says what there is, {@link gossip.core.plugin.Components} holds what has been made of
 * it. Used by the threads that start and stop the broker. Start at {@link gossip.core.plugin.PluginCatalog}.
 */
package gossip.core.plugin;
