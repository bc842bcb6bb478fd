package gossip.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Acls;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.broker.Tokens.Secret;
import gossip.api.broker.Users.Described;
import gossip.api.broker.Users.Mechanism;
import gossip.api.broker.Users.Outcome;
import gossip.api.broker.Users.Removal;
import gossip.api.broker.Users.Upsert;
import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metrics.Sample;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import gossip.core.metrics.MetricsRegistry;
import gossip.core.topic.MemoryMetadata;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SecurityServiceTest {
    private static final Principal ALICE = new Principal("User", "alice");
    private static final Principal BOB = new Principal("User", "bob");
    private static final Acl ORDERS = new Acl(
            Resource.Type.TOPIC,
            Acl.Pattern.LITERAL,
            "orders",
            "User:alice",
            "*",
            Operation.READ,
            Acl.Permission.ALLOW);

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private final Map<Setting<?>, Object> settings =
            new HashMap<>(Map.of(SecuritySettings.AUTHORIZER, SecuritySettings.Decider.ACL));
    private final List<String> trail = new ArrayList<>();
    private final MetricsRegistry metrics = new MetricsRegistry();
    private long nowMs = 1_000_000;
    private Authorizer authorizer = Authorizer.ALLOW_ALL;

    private SecurityService service() {
        Trail noting = (context, action, target, outcome, reason) ->
                trail.add(context.principal() + " " + action + " " + target + " " + outcome);
        Settings effective = new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) settings.getOrDefault(setting, setting.defaultValue());
            }
        };
        return new SecurityService(
                metadata,
                new Guard(List.of(authorizer), noting),
                effective,
                metrics,
                () -> Instant.ofEpochMilli(nowMs));
    }

    private static RequestContext by(Principal principal, Proof proof) {
        return new RequestContext(principal, "c", "10.0.0.1", "kafka", proof);
    }

    private static RequestContext by(Principal principal) {
        return by(principal, Proof.SASL);
    }

    @Test
    void aclsComeAndGo() {
        Acls acls = service().acls();
        assertThat(acls.create(by(ALICE), List.of(ORDERS)).toCompletableFuture().join())
                .containsExactly(new Acls.Outcome(ErrorCode.NONE, ""));
        assertThat(acls.find(by(ALICE), AclFilter.ALL)).containsExactly(ORDERS);
        assertThat(acls.delete(by(ALICE), List.of(AclFilter.ALL))
                        .toCompletableFuture()
                        .join())
                .containsExactly(List.of(ORDERS));
        assertThat(acls.find(by(ALICE), AclFilter.ALL)).isEmpty();
        assertThat(trail).hasSize(2).allMatch(line -> line.startsWith("User:alice") && line.endsWith("NONE"));
    }

    @Test
    void clusterHasOneNameAndPrincipalsHaveAType() {
        Acl otherCluster = new Acl(
                Resource.Type.CLUSTER, ORDERS.pattern(), "mine", "User:a", "*", Operation.ALTER, ORDERS.permission());
        Acl noType =
                new Acl(Resource.Type.TOPIC, ORDERS.pattern(), "t", "alice", "*", Operation.READ, ORDERS.permission());
        assertThat(service()
                        .acls()
                        .create(by(ALICE), List.of(otherCluster, noType))
                        .toCompletableFuture()
                        .join())
                .extracting(Acls.Outcome::error)
                .containsExactly(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST);
        assertThat(metadata.image().security().aclCount()).isZero();
    }

    @Test
    void withoutAuthorizerThereAreNoAcls() {
        settings.clear();
        assertFails(ErrorCode.SECURITY_DISABLED, () -> service().acls().find(by(ALICE), AclFilter.ALL));
    }

    @Test
    void aclsBeyondTheLimitAreRefused() {
        settings.put(SecuritySettings.MAX_ACLS, 1);
        Acls acls = service().acls();
        acls.create(by(ALICE), List.of(ORDERS));
        acls.create(by(ALICE), List.of(ORDERS)); // is there already
        Acl another =
                new Acl(ORDERS.type(), ORDERS.pattern(), "more", "User:b", "*", Operation.READ, Acl.Permission.ALLOW);
        assertFails(ErrorCode.POLICY_VIOLATION, () -> acls.create(by(ALICE), List.of(another)));
    }

    @Test
    void whoMayNotAlterTheClusterChangesNothing() {
        authorizer = (context, operation, resource) -> false;
        SecurityService service = service();
        assertFails(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, () -> service.acls().create(by(BOB), List.of(ORDERS)));
        assertFails(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, () -> service.acls().delete(by(BOB), List.of()));
        assertFails(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, () -> service.acls().find(by(BOB), AclFilter.ALL));
        assertFails(
                ErrorCode.CLUSTER_AUTHORIZATION_FAILED, () -> service.users().alter(by(BOB), List.of(), List.of()));
        assertFails(
                ErrorCode.CLUSTER_AUTHORIZATION_FAILED, () -> service.users().describe(by(BOB), List.of()));
        assertThat(trail).hasSize(5).allMatch(line -> line.endsWith("CLUSTER_AUTHORIZATION_FAILED"));
    }

    private static Upsert upsert(String user, int mechanism, int iterations) {
        byte[] salted = ScramKeys.saltedPassword(ScramMechanism.SHA_256, "secret", new byte[] {1}, 4096);
        return new Upsert(user, (byte) mechanism, iterations, new byte[] {1}, salted);
    }

    @Test
    void credentialIsKeptWithoutThePassword() {
        SecurityService service = service();
        assertThat(service.users()
                        .alter(by(ALICE), List.of(), List.of(upsert("alice", 1, 4096)))
                        .toCompletableFuture()
                        .join())
                .containsExactly(new Outcome("alice", ErrorCode.NONE, ""));
        UserCredential.Key key = new UserCredential.Key("alice", ScramMechanism.SHA_256);
        assertThat(metadata.image().security().credential(key))
                .contains(ScramKeys.credential(key, "secret", new byte[] {1}, 4096));
        assertThat(service.users().describe(by(ALICE), List.of()))
                .containsExactly(new Described("alice", ErrorCode.NONE, "", List.of(new Mechanism((byte) 1, 4096))));
    }

    @Test
    void userIsChangedAsAWholeOrNotAtAll() {
        List<Outcome> outcomes = service()
                .users()
                .alter(
                        by(ALICE),
                        List.of(new Removal("dave", (byte) 1), new Removal("erin", (byte) 9)),
                        List.of(
                                upsert("alice", 1, 4096),
                                upsert("alice", 1, 4096),
                                upsert("bob", 1, 4096),
                                upsert("bob", 2, 4095),
                                upsert("carol", 1, 16_385),
                                upsert("frank", 1, 4096),
                                upsert("", 1, 4096)))
                .toCompletableFuture()
                .join();
        assertThat(outcomes)
                .extracting(Outcome::user, Outcome::error)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dave", ErrorCode.RESOURCE_NOT_FOUND),
                        org.assertj.core.groups.Tuple.tuple("erin", ErrorCode.UNSUPPORTED_SASL_MECHANISM),
                        org.assertj.core.groups.Tuple.tuple("alice", ErrorCode.DUPLICATE_RESOURCE),
                        org.assertj.core.groups.Tuple.tuple("bob", ErrorCode.UNACCEPTABLE_CREDENTIAL),
                        org.assertj.core.groups.Tuple.tuple("carol", ErrorCode.UNACCEPTABLE_CREDENTIAL),
                        org.assertj.core.groups.Tuple.tuple("frank", ErrorCode.NONE),
                        org.assertj.core.groups.Tuple.tuple("", ErrorCode.UNACCEPTABLE_CREDENTIAL));
        assertThat(metadata.image().security().credentials())
                .extracting(credential -> credential.key().user())
                .containsExactly("frank");
    }

    @Test
    void usersThatAreAskedForTwiceOrUnknownAreToldSo() {
        assertThat(service().users().describe(by(ALICE), List.of("x", "y", "x")))
                .extracting(Described::error)
                .containsExactly(ErrorCode.DUPLICATE_RESOURCE, ErrorCode.RESOURCE_NOT_FOUND);
    }

    @Test
    void withoutKeyThereAreNoTokens() {
        assertFails(
                ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED,
                () -> service().tokens().create(by(ALICE), Optional.empty(), List.of(), -1));
        assertFails(
                ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED,
                () -> service().tokens().describe(by(ALICE), Optional.empty()));
    }

    private Secret token(SecurityService service) {
        return service.tokens()
                .create(
                        by(ALICE),
                        Optional.empty(),
                        List.of(BOB),
                        Duration.ofDays(2).toMillis())
                .toCompletableFuture()
                .join();
    }

    @Test
    void tokenIsRenewedByItsRenewerUntilItsEnd() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        SecurityService service = service();
        Secret secret = token(service);
        assertThat(secret.token().expiryMs())
                .isEqualTo(nowMs + Duration.ofDays(1).toMillis());
        nowMs += Duration.ofHours(20).toMillis();
        assertThat(service.tokens()
                        .renew(by(BOB), secret.hmac(), Duration.ofDays(9).toMillis())
                        .toCompletableFuture()
                        .join())
                .isEqualTo(secret.token().maxMs());
        nowMs = secret.token().maxMs();
        assertFails(ErrorCode.DELEGATION_TOKEN_EXPIRED, () -> service.tokens().renew(by(BOB), secret.hmac(), -1));
        token(service);
        assertThat(metadata.image().security().tokens()).hasSize(1);
    }

    @Test
    void userWithTooManyTokensGetsNoMoreUntilSomeEndAndOthersStillDo() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        settings.put(SecuritySettings.MAX_TOKENS_PER_USER, 3);
        SecurityService service = service();
        Secret first = token(service);
        // for whomever she asks, it is she who asks
        service.tokens().create(by(ALICE), Optional.of(BOB), List.of(), -1);
        token(service);
        assertFails(ErrorCode.POLICY_VIOLATION, () -> token(service));
        assertFails(
                ErrorCode.POLICY_VIOLATION, () -> service.tokens().create(by(ALICE), Optional.of(BOB), List.of(), -1));
        assertThat(metrics.snapshot())
                .anyMatch(sample -> sample instanceof Sample.Count(String name, var help, var labels, long count)
                        && name.equals("gossip_delegation_tokens_refused_total")
                        && count == 2);
        service.tokens().create(by(BOB), Optional.empty(), List.of(), -1);
        service.tokens().expire(by(ALICE), first.hmac(), -1);
        token(service);
        assertFails(ErrorCode.POLICY_VIOLATION, () -> token(service));
        nowMs += Duration.ofDays(3).toMillis();
        token(service);
        assertThat(metadata.image().security().tokens()).hasSize(1);
    }

    @Test
    void secretsOfStoredTokensAreKnownFromTheStartAndForgottenAtTheEnd() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        Secret secret = token(service());
        SecurityService restarted = service();
        assertThat(restarted
                        .tokens()
                        .describe(by(BOB), Optional.empty())
                        .toCompletableFuture()
                        .join())
                .containsExactly(secret);
        restarted.tokens().renew(by(BOB), secret.hmac(), -1);
        restarted.tokens().expire(by(ALICE), secret.hmac(), -1);
        assertFails(
                ErrorCode.DELEGATION_TOKEN_NOT_FOUND, () -> restarted.tokens().renew(by(BOB), secret.hmac(), -1));
        assertFails(
                ErrorCode.DELEGATION_TOKEN_NOT_FOUND,
                () -> restarted.tokens().renew(by(BOB), ByteBuffer.allocate(1 << 20), -1));
    }

    /** With a secret computed for each of them whenever one is shown this takes minutes. */
    @Test
    @Timeout(30)
    void tokenAmongManyIsFoundQuickly() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        settings.put(SecuritySettings.MAX_TOKENS_PER_USER, 10_000);
        SecurityService service = service();
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            secrets.add(token(service));
        }
        for (Secret secret : secrets) {
            assertThat(service.tokens()
                            .renew(by(BOB), secret.hmac(), 1_000)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(nowMs + 1_000);
        }
    }

    /** The thread of the caller is an event loop: it must not look through what may be a hundred thousand tokens. */
    @Test
    void tokensAreLookedThroughByAThreadOfTheirOwnWhichTakesNoMoreThanItCan() throws Exception {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        settings.put(SecuritySettings.TOKEN_LISTINGS_QUEUE, 2);
        CountDownLatch go = new CountDownLatch(1);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        authorizer = (context, operation, resource) -> {
            threads.add(Thread.currentThread().getName());
            try {
                return go.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        SecurityService service = service();
        Secret secret = token(service);
        Principal carol = new Principal("User", "carol");

        List<CompletableFuture<List<Secret>>> answers = Stream.generate(() ->
                        service.tokens().describe(by(carol), Optional.empty()).toCompletableFuture())
                .limit(5)
                .toList();
        assertThat(metrics.snapshot())
                .anyMatch(sample -> sample instanceof Sample.Value(String name, var help, var labels, double value)
                        && name.equals("gossip_delegation_token_listings_waiting")
                        && value == 2)
                .anyMatch(sample -> sample instanceof Sample.Count(String name, var help, var labels, long count)
                        && name.equals("gossip_delegation_token_listings_refused_total")
                        && count == 2);
        go.countDown();

        assertThat(answers.getFirst().get(10, TimeUnit.SECONDS)).containsExactly(secret);
        assertThat(answers.getLast())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(BrokerException.class)
                .withMessageContaining("2 requests")
                .withMessageContaining("security.delegation_token.listings_queue");
        assertThat(threads).containsExactly("gossip-tokens");
    }

    @Test
    void tokenIsOfNoUseToOthers() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        authorizer = (context, operation, resource) -> false;
        SecurityService service = service();
        Secret secret = token(service);
        Principal carol = new Principal("User", "carol");
        assertFails(
                ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH,
                () -> service.tokens().expire(by(carol), secret.hmac(), -1));
        assertFails(
                ErrorCode.DELEGATION_TOKEN_NOT_FOUND,
                () -> service.tokens().renew(by(ALICE), ByteBuffer.wrap(new byte[64]), -1));
        assertFails(
                ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED,
                () -> service.tokens().create(by(carol), Optional.of(ALICE), List.of(), -1));
        assertThat(service.tokens()
                        .describe(by(carol), Optional.empty())
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(service.tokens()
                        .describe(by(BOB), Optional.empty())
                        .toCompletableFuture()
                        .join())
                .containsExactly(secret);
        assertThat(service.tokens()
                        .describe(by(BOB), Optional.of(List.of()))
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        service.tokens().expire(by(ALICE), secret.hmac(), -1);
        assertThat(metadata.image().security().tokenCount()).isZero();
    }

    @Test
    void whoCameByTokenOrProvedNothingGetsNone() {
        settings.put(NodeSettings.DELEGATION_TOKEN_SECRET, "0123456789abcdef");
        for (Proof proof : List.of(Proof.NONE, Proof.TOKEN)) {
            assertFails(
                    ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
                    () -> service().tokens().create(by(ALICE, proof), Optional.empty(), List.of(), -1));
        }
        assertFails(
                ErrorCode.INVALID_PRINCIPAL_TYPE,
                () -> service().tokens().create(by(ALICE), Optional.empty(), List.of(new Principal("Group", "g")), -1));
    }

    @Test
    void initialUsersAreCreatedOnceAndNeverChanged() {
        settings.put(SecuritySettings.INITIAL_USERS, List.of("admin:first"));
        Settings effective = new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) settings.getOrDefault(setting, setting.defaultValue());
            }
        };
        new InitialUsers(metadata, effective).create();
        List<UserCredential> created = metadata.image().security().credentials().toList();
        assertThat(created).hasSize(2);
        settings.put(SecuritySettings.INITIAL_USERS, List.of("admin:second"));
        new InitialUsers(metadata, effective).create();
        assertThat(metadata.image().security().credentials()).containsExactlyInAnyOrderElementsOf(created);
    }

    private static void assertFails(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
