package gossip.api.broker;

import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Delegation tokens (KIP-48, KIP-373). Every method and stage fails with {@link gossip.api.BrokerException}; with
 * DELEGATION_TOKEN_AUTH_DISABLED if the brokers have no key to make tokens with.
 */
public interface Tokens {
    /**
     * Issues a token.
     *
     * @param context who asks
     * @param owner whom it speaks for; empty for who asks
     * @param renewers who may renew it
     * @param maxLifetimeMs until when it can be renewed, from now; negative for the longest that is allowed
     * @return the token with its secret
     */
    CompletionStage<Secret> create(
            RequestContext context, Optional<Principal> owner, List<Principal> renewers, long maxLifetimeMs);

    /**
     * Lets a token be valid for longer.
     *
     * @param context who asks
     * @param hmac the token's secret
     * @param periodMs for how long from now; negative for the default
     * @return new time of expiry, ms since 1970
     */
    CompletionStage<Long> renew(RequestContext context, ByteBuffer hmac, long periodMs);

    /**
     * Lets a token end earlier.
     *
     * @param context who asks
     * @param hmac the token's secret
     * @param periodMs how long it may still be valid, from now; negative to end it at once
     * @return new time of expiry, ms since 1970
     */
    CompletionStage<Long> expire(RequestContext context, ByteBuffer hmac, long periodMs);

    /**
     * Lists tokens that a client may see. There may be many: they are looked through by a thread of the broker's own, so that
     * no caller is held up.
     *
     * @param context who asks
     * @param owners whose; empty for everybody's
     * @return completes, on that thread, with the tokens and their secrets; fails with REQUEST_TIMED_OUT if too many ask
     * @throws gossip.api.BrokerException DELEGATION_TOKEN_REQUEST_NOT_ALLOWED or DELEGATION_TOKEN_AUTH_DISABLED
     */
    CompletionStage<List<Secret>> describe(RequestContext context, Optional<List<Principal>> owners);

    /**
     * A token with what its holder proves itself with.
     *
     * @param token the token
     * @param hmac its secret; read-only
     */
    record Secret(DelegationToken token, ByteBuffer hmac) {
        /** Tells nothing secret. */
        @Override
        public String toString() {
            return token.toString();
        }
    }
}
