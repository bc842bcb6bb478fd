/** What probes and monitoring ask. Start at {@link gossip.plugins.rest.health.HealthRoutes}. */
package gossip.plugins.rest.health;
