package gossip.core.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.broker.Tokens;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.CreateToken;
import gossip.api.metadata.MetadataCommand.DeleteToken;
import gossip.api.metadata.MetadataCommand.RenewToken;
import gossip.api.metadata.MetadataCommand.SecurityChange;
import gossip.api.security.DelegationToken;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the delegation tokens. Thread-safe; never blocks. */
final class TokensService implements Tokens {
    private static final String USER = "User";

    private final Changes changes;
    private final InstantSource clock;
    private final String key;
    private final long maxLifetimeMs;
    private final long expiryMs;
    private final TokenLimits limits;
    private final TokenBook book;
    private final TokenReader reader;
    /** How many tokens somebody asks for just now. */
    private final Map<Principal, Integer> asked = new ConcurrentHashMap<>();

    TokensService(
            Changes changes,
            TokenBook book,
            TokenLimits limits,
            TokenReader reader,
            Settings settings,
            InstantSource clock) {
        this.changes = changes;
        this.book = book;
        this.limits = limits;
        this.reader = reader;
        this.clock = clock;
        this.key = settings.value(NodeSettings.DELEGATION_TOKEN_SECRET);
        this.maxLifetimeMs = settings.value(SecuritySettings.TOKEN_MAX_LIFETIME).toMillis();
        this.expiryMs = settings.value(SecuritySettings.TOKEN_EXPIRY).toMillis();
    }

    @Override
    public CompletionStage<Secret> create(
            RequestContext context, Optional<Principal> owner, List<Principal> renewers, long lifetimeMs) {
        requireProof(context);
        Principal speaksFor = owner.orElse(context.principal());
        if (!speaksFor.equals(context.principal()) && !mayDo(context, Operation.CREATE_TOKENS, speaksFor)) {
            throw new BrokerException(
                    ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED,
                    context.principal() + " may not create tokens for " + speaksFor);
        }
        renewers.forEach(TokensService::requireUser);
        requireUser(speaksFor);
        requireEnabled();
        requireRoom(context.principal());
        long now = clock.millis();
        long max = now + (lifetimeMs < 0 ? maxLifetimeMs : Math.min(lifetimeMs, maxLifetimeMs));
        DelegationToken token = new DelegationToken(
                UUID.randomUUID().toString(),
                speaksFor,
                context.principal(),
                renewers,
                now,
                Math.min(max, now + expiryMs),
                max);
        CompletionStage<Secret> created = noted(context, "CREATE_TOKEN", token, new CreateToken(token, now))
                .thenApply(done -> secret(token));
        asked.merge(context.principal(), 1, Integer::sum);
        return created.whenComplete((done, failure) ->
                asked.computeIfPresent(context.principal(), (user, count) -> count == 1 ? null : count - 1));
    }

    private boolean mayDo(RequestContext context, Operation operation, Principal owner) {
        return changes.guard().allows(context, operation, new Resource(Resource.Type.USER, owner.toString()));
    }

    private static void requireUser(Principal principal) {
        if (!principal.type().equals(USER) || principal.name().isEmpty()) {
            throw new BrokerException(
                    ErrorCode.INVALID_PRINCIPAL_TYPE,
                    principal + " is no user; tokens are for principals of the type " + USER);
        }
    }

    private void requireRoom(Principal requester) {
        int present = changes.image().tokenCount();
        long now = clock.millis();
        if (present >= limits.max() && changes.image().tokens().noneMatch(token -> token.isExpired(now))) {
            refuse("there are " + present + " delegation tokens, and security.delegation_token.max_count is "
                    + limits.max() + "; raise it, or expire some");
        }
        Set<String> own = book.of(requester);
        int pending = asked.getOrDefault(requester, 0);
        if (own.size() + pending >= limits.maxPerUser()) {
            long valid = pending
                    + own.stream()
                            .flatMap(id -> changes.image().token(id).stream())
                            .filter(token -> !token.isExpired(now))
                            .count();
            if (valid >= limits.maxPerUser()) {
                refuse(requester + " has asked for " + valid + " delegation tokens that are valid, and"
                        + " security.delegation_token.max_count_per_user is " + limits.maxPerUser()
                        + "; raise it, or expire some");
            }
        }
    }

    private void refuse(String reason) {
        limits.refused().add(1);
        throw new BrokerException(ErrorCode.POLICY_VIOLATION, reason);
    }

    @Override
    public CompletionStage<Long> renew(RequestContext context, ByteBuffer hmac, long periodMs) {
        DelegationToken token = ownToken(context, hmac);
        long now = clock.millis();
        long expiry = Math.min(token.maxMs(), plus(now, periodMs < 0 ? expiryMs : periodMs));
        return noted(context, "RENEW_TOKEN", token, new RenewToken(token.id(), expiry))
                .thenApply(done -> expiry);
    }

    @Override
    public CompletionStage<Long> expire(RequestContext context, ByteBuffer hmac, long periodMs) {
        DelegationToken token = ownToken(context, hmac);
        long now = clock.millis();
        if (periodMs < 0) {
            return noted(context, "EXPIRE_TOKEN", token, new DeleteToken(token.id()))
                    .thenApply(done -> now);
        }
        long expiry = Math.min(token.maxMs(), plus(now, periodMs));
        return noted(context, "EXPIRE_TOKEN", token, new RenewToken(token.id(), expiry))
                .thenApply(done -> expiry);
    }

    private static long plus(long now, long periodMs) {
        return periodMs > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + periodMs;
    }

    /** The token of a secret, if the client may change it. */
    private DelegationToken ownToken(RequestContext context, ByteBuffer hmac) {
        requireProof(context);
        requireEnabled();
        DelegationToken token = book.find(hmac)
                .flatMap(id -> changes.image().token(id))
                .orElseThrow(() -> new BrokerException(
                        ErrorCode.DELEGATION_TOKEN_NOT_FOUND, "there is no delegation token of that secret"));
        if (!token.owner().equals(context.principal()) && !token.renewers().contains(context.principal())) {
            throw new BrokerException(
                    ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH,
                    context.principal() + " is neither owner nor renewer of the token");
        }
        if (token.isExpired(clock.millis())) {
            throw new BrokerException(ErrorCode.DELEGATION_TOKEN_EXPIRED, "the token has expired");
        }
        return token;
    }

    @Override
    public CompletionStage<List<Secret>> describe(RequestContext context, Optional<List<Principal>> owners) {
        requireProof(context);
        requireEnabled();
        return reader.read(() -> visible(context, owners.map(Set::copyOf)));
    }

    private List<Secret> visible(RequestContext context, Optional<Set<Principal>> owners) {
        long now = clock.millis();
        return changes.image()
                .tokens()
                .filter(token -> !token.isExpired(now))
                .filter(token -> owners.isEmpty() || owners.get().contains(token.owner()))
                .filter(token -> maySee(context, token))
                .map(this::secret)
                .toList();
    }

    private boolean maySee(RequestContext context, DelegationToken token) {
        Guard guard = changes.guard();
        return token.isOf(context.principal())
                || guard.permits(context, Operation.DESCRIBE, new Resource(Resource.Type.DELEGATION_TOKEN, token.id()))
                || guard.permits(
                        context,
                        Operation.DESCRIBE_TOKENS,
                        new Resource(Resource.Type.USER, token.owner().toString()));
    }

    /** Who did not prove who it is, or did so with a token, gets none. */
    private static void requireProof(RequestContext context) {
        if (context.proof() == Proof.NONE || context.proof() == Proof.TOKEN) {
            throw new BrokerException(
                    ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
                    "delegation tokens are for clients that proved who they are, and not by such a token");
        }
    }

    private void requireEnabled() {
        if (key.isEmpty()) {
            throw new BrokerException(
                    ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED,
                    "there are no delegation tokens here: security.delegation_token.secret is not set");
        }
    }

    private Secret secret(DelegationToken token) {
        return new Secret(token, ByteBuffer.wrap(book.secret(token)).asReadOnlyBuffer());
    }

    private CompletionStage<Void> noted(
            RequestContext context, String action, DelegationToken token, SecurityChange change) {
        String target = Targets.of("token", token.id()) + " of " + token.owner();
        return changes.submit(change).whenComplete((done, failure) -> {
            if (failure == null) {
                changes.done(context, action, target);
            } else {
                changes.note(context, action, target, failure);
            }
        });
    }
}
