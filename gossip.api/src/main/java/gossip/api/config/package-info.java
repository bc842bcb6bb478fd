/**
 * Typed settings. One constant per key stands beside the class that uses it; the reference in the documentation is generated
 * from them. Start at {@link gossip.api.config.Setting}.
 */
package gossip.api.config;
