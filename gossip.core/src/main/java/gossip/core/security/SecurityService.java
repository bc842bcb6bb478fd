package gossip.core.security;

import gossip.api.ErrorCode;
import gossip.api.broker.Acls;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Tokens;
import gossip.api.broker.Users;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import java.time.InstantSource;

/** The security port of this broker. Thread-safe; never blocks. */
public final class SecurityService implements Security {
    private final Acls acls;
    private final Users users;
    private final Tokens tokens;
    private final Trail trail;

    /**
     * Creates the service.
     *
     * @param metadata where everything is kept
     * @param guard decides who may
     * @param settings effective settings
     * @param metrics where figures are reported
     * @param clock wall clock
     */
    public SecurityService(
            MetadataStore metadata, Guard guard, Settings settings, Metrics metrics, InstantSource clock) {
        Changes changes = new Changes(metadata, guard);
        boolean followsAcls = settings.value(SecuritySettings.AUTHORIZER) == SecuritySettings.Decider.ACL;
        this.acls = new AclsService(changes, followsAcls, settings.value(SecuritySettings.MAX_ACLS));
        this.users = new UsersService(changes, settings.value(SecuritySettings.MAX_CREDENTIALS));
        TokenBook book = new TokenBook(settings.value(NodeSettings.DELEGATION_TOKEN_SECRET));
        metadata.listen((before, after) -> book.changed(before.security(), after.security()));
        this.tokens = new TokensService(
                changes, book, TokenLimits.of(settings, metrics), new TokenReader(settings, metrics), settings, clock);
        metrics.gauge(
                "gossip_delegation_tokens",
                "Delegation tokens, expired ones among them; see security.delegation_token.max_count.",
                () -> changes.image().tokenCount());
        metrics.limit(
                SecuritySettings.MAX_TOKENS.key(),
                () -> settings.value(SecuritySettings.MAX_TOKENS),
                () -> changes.image().tokenCount());
        this.trail = guard.trail();
    }

    @Override
    public Acls acls() {
        return acls;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public void authenticationFailed(RequestContext context, String mechanism, String reason) {
        trail.note(context, "AUTHENTICATE", mechanism, ErrorCode.SASL_AUTHENTICATION_FAILED, reason);
    }
}
