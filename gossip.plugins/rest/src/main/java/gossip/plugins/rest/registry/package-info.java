/**
 * The schema registry as Confluent's clients know it: paths, parameters, bodies and numbers of errors. Start at {@link
 * gossip.plugins.rest.registry.RegistryRoutes}.
 */
package gossip.plugins.rest.registry;
