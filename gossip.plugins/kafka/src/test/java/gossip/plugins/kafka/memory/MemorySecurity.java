package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.broker.Acls;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Tokens;
import gossip.api.broker.Users;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** ACLs, users and tokens without any rule about who may change them. */
public final class MemorySecurity implements Security, Acls, Users, Tokens {
    private final Set<Acl> acls = ConcurrentHashMap.newKeySet();
    private final Map<String, Mechanism> users = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, DelegationToken> tokens = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** Who could not prove who it is. */
    public List<String> failures() {
        return failures;
    }

    @Override
    public Acls acls() {
        return this;
    }

    @Override
    public Users users() {
        return this;
    }

    @Override
    public Tokens tokens() {
        return this;
    }

    @Override
    public void authenticationFailed(RequestContext context, String mechanism, String reason) {
        failures.add(mechanism + " from " + context.clientHost() + ": " + reason);
    }

    @Override
    public CompletionStage<List<Acls.Outcome>> create(RequestContext context, List<Acl> added) {
        acls.addAll(added);
        return done(
                added.stream().map(acl -> new Acls.Outcome(ErrorCode.NONE, "")).toList());
    }

    @Override
    public CompletionStage<List<List<Acl>>> delete(RequestContext context, List<AclFilter> filters) {
        List<List<Acl>> found =
                filters.stream().map(filter -> find(context, filter)).toList();
        found.forEach(acls::removeAll);
        return done(found);
    }

    @Override
    public List<Acl> find(RequestContext context, AclFilter filter) {
        return acls.stream().filter(filter::fits).toList();
    }

    @Override
    public CompletionStage<List<Users.Outcome>> alter(
            RequestContext context, List<Removal> removals, List<Upsert> upserts) {
        Map<String, Users.Outcome> outcomes = new LinkedHashMap<>();
        removals.forEach(removal -> {
            users.remove(removal.user());
            outcomes.put(removal.user(), new Users.Outcome(removal.user(), ErrorCode.NONE, ""));
        });
        upserts.forEach(upsert -> {
            users.put(upsert.user(), new Mechanism(upsert.mechanism(), upsert.iterations()));
            outcomes.put(upsert.user(), new Users.Outcome(upsert.user(), ErrorCode.NONE, ""));
        });
        return done(new ArrayList<>(outcomes.values()));
    }

    @Override
    public List<Described> describe(RequestContext context, List<String> names) {
        return users.entrySet().stream()
                .filter(user -> names.isEmpty() || names.contains(user.getKey()))
                .map(user -> new Described(user.getKey(), ErrorCode.NONE, "", List.of(user.getValue())))
                .toList();
    }

    @Override
    public CompletionStage<Secret> create(
            RequestContext context, Optional<Principal> owner, List<Principal> renewers, long maxLifetimeMs) {
        String id = "token-" + tokens.size();
        DelegationToken token = new DelegationToken(
                id, owner.orElse(context.principal()), context.principal(), renewers, 1, 2, maxLifetimeMs);
        ByteBuffer hmac = ByteBuffer.wrap(DelegationToken.hmac("a key for tests only", id));
        tokens.put(hmac, token);
        return done(new Secret(token, hmac));
    }

    @Override
    public CompletionStage<Long> renew(RequestContext context, ByteBuffer hmac, long periodMs) {
        return done(tokens.containsKey(hmac) ? periodMs : -1);
    }

    @Override
    public CompletionStage<Long> expire(RequestContext context, ByteBuffer hmac, long periodMs) {
        return done(tokens.remove(hmac) == null ? -1 : periodMs);
    }

    @Override
    public CompletionStage<List<Secret>> describe(RequestContext context, Optional<List<Principal>> owners) {
        return done(tokens.entrySet().stream()
                .filter(token -> owners.isEmpty()
                        || owners.get().contains(token.getValue().owner()))
                .map(token -> new Secret(token.getValue(), token.getKey()))
                .toList());
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
