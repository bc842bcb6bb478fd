package gossip.core.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Users;
import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.Operation;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the SCRAM credentials of users. Thread-safe; never blocks. */
final class UsersService implements Users {
    private final Changes changes;
    private final int maxCredentials;

    UsersService(Changes changes, int maxCredentials) {
        this.changes = changes;
        this.maxCredentials = maxCredentials;
    }

    @Override
    public CompletionStage<List<Outcome>> alter(RequestContext context, List<Removal> removals, List<Upsert> upserts) {
        changes.require(context, Operation.ALTER);
        Plan plan = new Plan(changes.image());
        removals.forEach(plan::remove);
        upserts.forEach(plan::set);
        List<UserCredential> set = plan.accepted(plan.set.values(), UserCredential::key);
        List<UserCredential.Key> removed = plan.accepted(plan.removed, key -> key);
        if (set.isEmpty() && removed.isEmpty()) {
            return CompletableFuture.completedFuture(plan.outcomes());
        }
        requireRoom(set);
        return changes.submit(new AlterCredentials(set, removed)).handle((done, failure) -> {
            for (Outcome outcome : plan.outcomes()) {
                changes.guard()
                        .trail()
                        .note(
                                context,
                                "ALTER_CREDENTIALS",
                                Targets.of("user", outcome.user()),
                                failure == null ? outcome.error() : Changes.code(failure),
                                failure == null ? outcome.message() : Changes.message(failure));
            }
            if (failure != null) {
                throw new BrokerException(Changes.code(failure), Changes.message(failure), failure);
            }
            return plan.outcomes();
        });
    }

    private void requireRoom(List<UserCredential> set) {
        SecurityImage image = changes.image();
        long fresh = set.stream()
                .filter(credential -> image.credential(credential.key()).isEmpty())
                .count();
        if (fresh > 0 && image.credentialCount() + fresh > maxCredentials) {
            throw new BrokerException(
                    ErrorCode.POLICY_VIOLATION,
                    "there are " + image.credentialCount() + " credentials; more than security.max_credentials = "
                            + maxCredentials + " are not taken; raise it");
        }
    }

    @Override
    public List<Described> describe(RequestContext context, List<String> users) {
        changes.require(context, Operation.DESCRIBE);
        Map<String, List<Mechanism>> present = new LinkedHashMap<>();
        changes.image()
                .credentials()
                .sorted((a, b) -> a.key().user().compareTo(b.key().user()))
                .forEach(credential -> present.computeIfAbsent(credential.key().user(), user -> new ArrayList<>())
                        .add(new Mechanism(credential.key().mechanism().code(), credential.iterations())));
        if (users.isEmpty()) {
            return present.entrySet().stream()
                    .map(user -> new Described(user.getKey(), ErrorCode.NONE, "", user.getValue()))
                    .toList();
        }
        Set<String> asked = new LinkedHashSet<>(users);
        return asked.stream()
                .map(user -> describe(user, Collections.frequency(users, user), present))
                .toList();
    }

    private static Described describe(String user, int times, Map<String, List<Mechanism>> present) {
        if (times > 1) {
            return new Described(
                    user, ErrorCode.DUPLICATE_RESOURCE, "user '" + user + "' is in the request twice", List.of());
        }
        List<Mechanism> credentials = present.get(user);
        return credentials == null
                ? new Described(user, ErrorCode.RESOURCE_NOT_FOUND, "user '" + user + "' has no credentials", List.of())
                : new Described(user, ErrorCode.NONE, "", credentials);
    }

    /** One request, judged user by user. */
    private static final class Plan {
        private final SecurityImage image;
        private final Map<UserCredential.Key, UserCredential> set = new LinkedHashMap<>();
        private final Set<UserCredential.Key> removed = new LinkedHashSet<>();
        private final Set<String> users = new LinkedHashSet<>();
        private final Map<String, Outcome> refused = new HashMap<>();

        Plan(SecurityImage image) {
            this.image = image;
        }

        void remove(Removal removal) {
            users.add(removal.user());
            if (removal.user().isEmpty()) {
                refuse(removal.user(), ErrorCode.UNACCEPTABLE_CREDENTIAL, "the name of the user is empty");
                return;
            }
            ScramMechanism.of(removal.mechanism())
                    .map(mechanism -> new UserCredential.Key(removal.user(), mechanism))
                    .ifPresentOrElse(this::remove, () -> refuseMechanism(removal.user(), removal.mechanism()));
        }

        private void remove(UserCredential.Key key) {
            if (image.credential(key).isEmpty()) {
                refuse(key.user(), ErrorCode.RESOURCE_NOT_FOUND, "there is no such credential");
            } else if (!removed.add(key)) {
                refuseTwice(key.user());
            }
        }

        void set(Upsert upsert) {
            users.add(upsert.user());
            String problem = problem(upsert);
            if (!problem.isEmpty()) {
                refuse(upsert.user(), ErrorCode.UNACCEPTABLE_CREDENTIAL, problem);
                return;
            }
            ScramMechanism.of(upsert.mechanism())
                    .ifPresentOrElse(
                            mechanism -> set(new UserCredential.Key(upsert.user(), mechanism), upsert),
                            () -> refuseMechanism(upsert.user(), upsert.mechanism()));
        }

        private static String problem(Upsert upsert) {
            if (upsert.user().isEmpty()) {
                return "the name of the user is empty";
            }
            if (upsert.iterations() < UserCredential.MIN_ITERATIONS
                    || upsert.iterations() > UserCredential.MAX_ITERATIONS) {
                return upsert.iterations() + " iterations; " + UserCredential.MIN_ITERATIONS + " to "
                        + UserCredential.MAX_ITERATIONS + " are taken";
            }
            return upsert.salt().length == 0 || upsert.saltedPassword().length == 0
                    ? "a credential needs a salt and a salted password"
                    : "";
        }

        private void set(UserCredential.Key key, Upsert upsert) {
            if (removed.contains(key) || set.containsKey(key)) {
                refuseTwice(key.user());
                return;
            }
            set.put(key, ScramKeys.credential(key, upsert.saltedPassword(), upsert.salt(), upsert.iterations()));
        }

        private void refuseMechanism(String user, byte mechanism) {
            refuse(user, ErrorCode.UNSUPPORTED_SASL_MECHANISM, "there is no SCRAM mechanism of number " + mechanism);
        }

        private void refuseTwice(String user) {
            refuse(user, ErrorCode.DUPLICATE_RESOURCE, "a credential cannot be altered twice in the same request");
        }

        private void refuse(String user, ErrorCode error, String message) {
            refused.putIfAbsent(user, new Outcome(user, error, message));
        }

        <T> List<T> accepted(java.util.Collection<T> items, java.util.function.Function<T, UserCredential.Key> toKey) {
            return items.stream()
                    .filter(item -> !refused.containsKey(toKey.apply(item).user()))
                    .toList();
        }

        List<Outcome> outcomes() {
            return users.stream()
                    .map(user -> refused.getOrDefault(user, new Outcome(user, ErrorCode.NONE, "")))
                    .toList();
        }
    }
}
