package gossip.plugins.kafka.sasl;

import gossip.api.broker.Security;
import gossip.api.metrics.Metrics;
import gossip.api.network.SaslSettings;

/**
 * What the sessions of a server share.
 *
 * @param settings limits
 * @param threads evaluate what clients send
 * @param security told who could not prove who it is
 * @param successes counts who could
 * @param failures counts who could not
 */
public record SaslScope(
        SaslSettings settings,
        SaslThreads threads,
        Security security,
        Metrics.Counter successes,
        Metrics.Counter failures) {
    /**
     * Prepares.
     *
     * @param settings limits
     * @param threads evaluate what clients send
     * @param security told who could not prove who it is
     * @param metrics where figures are reported
     * @return the scope
     */
    public static SaslScope of(SaslSettings settings, SaslThreads threads, Security security, Metrics metrics) {
        metrics.gauge(
                "gossip_authentications_waiting",
                "Clients that wait to be evaluated; see security.authentication.queue.",
                threads::waiting);
        return new SaslScope(
                settings,
                threads,
                security,
                metrics.counter("gossip_authentications_total", "Clients that proved who they are."),
                metrics.counter("gossip_authentication_failures_total", "Clients that could not prove who they are."));
    }
}
