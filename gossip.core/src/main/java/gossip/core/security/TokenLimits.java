package gossip.core.security;

import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;

/**
 * How many delegation tokens there may be.
 *
 * @param max in all
 * @param maxPerUser of those that one user asked for
 * @param refused counts those that were too many
 */
record TokenLimits(int max, int maxPerUser, Metrics.Counter refused) {
    static TokenLimits of(Settings settings, Metrics metrics) {
        return new TokenLimits(
                settings.value(SecuritySettings.MAX_TOKENS),
                settings.value(SecuritySettings.MAX_TOKENS_PER_USER),
                metrics.counter(
                        "gossip_delegation_tokens_refused_total",
                        "Delegation tokens that were refused; see security.delegation_token.max_count and"
                                + " max_count_per_user."));
    }
}
