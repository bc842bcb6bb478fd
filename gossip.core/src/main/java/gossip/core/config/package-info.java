/**
 * The configuration: {@code gossip.yaml}, environment and command line made into typed settings. {@link
 * gossip.core.config.ConfigLayers} reads what people wrote; once all plugins have named their settings it becomes a {@link
 * gossip.core.config.Configuration}. Used by the thread that starts the broker; the result is immutable. Start at
 * {@link gossip.core.config.ConfigLayers}.
 */
package gossip.core.config;
