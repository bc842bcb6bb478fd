package gossip.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Quotas.Alteration;
import gossip.api.broker.Quotas.Altered;
import gossip.api.broker.Quotas.Component;
import gossip.api.broker.Quotas.Described;
import gossip.api.broker.Quotas.Edit;
import gossip.api.broker.Quotas.Filter;
import gossip.api.broker.Quotas.Match;
import gossip.api.broker.Quotas.Use;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotaEntity.Type;
import gossip.api.metrics.Metrics;
import gossip.api.security.Principal;
import gossip.core.security.Guard;
import gossip.core.topic.MemoryMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuotasServiceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final QuotaEntity ANNA = new QuotaEntity(Map.of(Type.USER, Optional.of("anna")));
    private static final QuotaEntity ANY_CLIENT = new QuotaEntity(Map.of(Type.CLIENT_ID, Optional.empty()));
    private static final QuotaEntity ANNAS_APP =
            new QuotaEntity(Map.of(Type.USER, Optional.of("anna"), Type.CLIENT_ID, Optional.of("app")));
    private static final QuotaEntity ANY_ADDRESS = new QuotaEntity(Map.of(Type.IP, Optional.empty()));

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private long now;
    private final QuotasService quotas = service(Guard.OPEN);

    private QuotasService service(Guard guard) {
        Settings settings = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.key().equals("quota.max_clients") ? setting.parse("3") : setting.defaultValue();
            }
        };
        return new QuotasService(metadata, guard, settings, () -> now, Metrics.NONE);
    }

    private static RequestContext client(String user, String clientId) {
        return new RequestContext(new Principal("User", user), clientId, "10.0.0.1", "kafka");
    }

    private ErrorCode set(QuotaEntity entity, String name, double limit) {
        return alter(entity, new Edit(name, Optional.of(limit))).error();
    }

    private Altered alter(QuotaEntity entity, Edit... edits) {
        return quotas.alter(client("root", ""), List.of(new Alteration(entity, List.of(edits))), false)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    private List<QuotaEntity> describe(boolean strict, Component... components) {
        return quotas.describe(client("root", ""), new Filter(List.of(components), strict)).stream()
                .map(Described::entity)
                .toList();
    }

    @Test
    void clientWithinItsWindowGoesOnAndOneBeyondItWaitsForWhatItOwes() {
        set(ANNA, "producer_byte_rate", 100);

        assertThat(quotas.charge(client("anna", "a"), Use.PRODUCE, 1000)).isZero();
        assertThat(quotas.charge(client("anna", "b"), Use.PRODUCE, 200)).isEqualTo(2000);
        assertThat(quotas.charge(client("bert", "a"), Use.PRODUCE, 1e9)).isZero();
        now += SECOND;
        assertThat(quotas.allowance(client("anna", "c"), Use.PRODUCE).delayMs()).isEqualTo(1000);
        now += SECOND;
        assertThat(quotas.allowance(client("anna", "c"), Use.PRODUCE).delayMs()).isZero();
    }

    @Test
    void limitThatIsLiftedMakesNobodyWait() {
        set(ANNA, "consumer_byte_rate", 1);
        quotas.charge(client("anna", "a"), Use.FETCH, 1000);
        assertThat(quotas.isLimited(Use.FETCH)).isTrue();

        alter(ANNA, new Edit("consumer_byte_rate", Optional.empty()));

        assertThat(quotas.isLimited(Use.FETCH)).isFalse();
        assertThat(quotas.charge(client("anna", "a"), Use.FETCH, 1000)).isZero();
        assertThat(metadata.image().quotas().byEntity()).isEmpty();
    }

    @Test
    void timeOfThreadsIsAPercentageAndMakesNobodyWaitLongerThanASecond() {
        set(ANNA, "request_percentage", 10);

        assertThat(quotas.charge(client("anna", "a"), Use.REQUEST, SECOND)).isZero();
        assertThat(quotas.charge(client("anna", "a"), Use.REQUEST, SECOND / 100.0))
                .isEqualTo(100);
        assertThat(quotas.charge(client("anna", "a"), Use.REQUEST, 50.0 * SECOND))
                .isEqualTo(1000);
    }

    @Test
    void connectionBeyondTheRateIsHeldAndNotCounted() {
        set(ANY_ADDRESS, "connection_creation_rate", 1);
        for (int i = 0; i < 10; i++) {
            assertThat(quotas.connect("10.0.0.1")).isZero();
        }
        assertThat(quotas.connect("10.0.0.1")).isEqualTo(1000);
        assertThat(quotas.connect("10.0.0.1")).isEqualTo(1000);
        assertThat(quotas.connect("10.0.0.2")).isZero();
        now += SECOND;
        assertThat(quotas.connect("10.0.0.1")).isZero();
    }

    @Test
    void theBrokerItselfIsNeverLimited() {
        set(ANY_CLIENT, "producer_byte_rate", 1);
        assertThat(quotas.charge(RequestContext.INTERNAL, Use.PRODUCE, 1e9)).isZero();
    }

    @Test
    void tooManyClientsAreCountedTogetherUntilOthersAreEmpty() {
        set(ANY_CLIENT, "producer_byte_rate", 100);
        for (String name : List.of("a", "b", "c")) {
            assertThat(quotas.charge(client("x", name), Use.PRODUCE, 500)).isZero();
        }
        assertThat(quotas.charge(client("x", "d"), Use.PRODUCE, 900)).isZero();
        assertThat(quotas.charge(client("x", "e"), Use.PRODUCE, 900)).isPositive();

        now += 60 * SECOND;
        assertThat(quotas.charge(client("x", "f"), Use.PRODUCE, 900)).isZero();
        assertThat(quotas.charge(client("x", "g"), Use.PRODUCE, 900)).isZero();
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        QuotaEntity address = new QuotaEntity(Map.of(Type.IP, Optional.of("example.org")));
        QuotaEntity mixed = new QuotaEntity(Map.of(Type.IP, Optional.empty(), Type.USER, Optional.empty()));
        List<ErrorCode> errors = new ArrayList<>();
        errors.add(set(ANNA, "producer_byte_rate", 0));
        errors.add(set(ANNA, "producer_byte_rate", 1.5));
        errors.add(set(ANNA, "producer_byte_rate", Double.NaN));
        errors.add(set(ANNA, "bytes", 1));
        errors.add(set(ANNA, "connection_creation_rate", 1));
        errors.add(set(ANY_ADDRESS, "producer_byte_rate", 1));
        errors.add(set(ANY_ADDRESS, "connection_creation_rate", 1e10));
        errors.add(set(address, "connection_creation_rate", 1));
        errors.add(set(mixed, "connection_creation_rate", 1));
        errors.add(alter(
                        ANNA,
                        new Edit("producer_byte_rate", Optional.of(1.0)),
                        new Edit("producer_byte_rate", Optional.empty()))
                .error());
        assertThat(errors).containsOnly(ErrorCode.INVALID_REQUEST);
        assertThat(metadata.image().quotas().byEntity()).isEmpty();
        assertThat(set(ANNA, "request_percentage", 0.5)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void filterChoosesByNameDefaultOrPresenceAndStrictlyOrNot() {
        set(ANNA, "producer_byte_rate", 1);
        set(ANY_CLIENT, "producer_byte_rate", 1);
        set(ANNAS_APP, "producer_byte_rate", 1);
        set(ANY_ADDRESS, "connection_creation_rate", 1);
        Component anna = new Component(Type.USER, Match.EXACT, "anna");
        Component anyUser = new Component(Type.USER, Match.ANY, "");
        Component defaultClient = new Component(Type.CLIENT_ID, Match.DEFAULT, "");

        assertThat(describe(false)).hasSize(4);
        assertThat(describe(true)).isEmpty();
        assertThat(describe(false, anna)).containsExactlyInAnyOrder(ANNA, ANNAS_APP);
        assertThat(describe(true, anna)).containsExactly(ANNA);
        assertThat(describe(true, anyUser)).containsExactly(ANNA);
        assertThat(describe(false, defaultClient)).containsExactly(ANY_CLIENT);
        assertThatThrownBy(() -> describe(false, anna, anyUser))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        assertThatThrownBy(() -> describe(false, anna, new Component(Type.IP, Match.ANY, "")))
                .isInstanceOf(BrokerException.class);
    }

    @Test
    void clientNeedsPermission() {
        QuotasService guarded = service(new Guard(List.of((context, operation, resource) -> false)));
        assertThatThrownBy(() -> guarded.describe(client("anna", ""), new Filter(List.of(), false)))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
        assertThat(guarded.alter(client("anna", ""), List.of(new Alteration(ANNA, List.of())), false)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
    }

    @Test
    void checkingChangesNothingAndRepeatedEntitiesAreRefused() {
        Alteration once = new Alteration(ANNA, List.of(new Edit("producer_byte_rate", Optional.of(1.0))));
        assertThat(quotas.alter(client("root", ""), List.of(once), true)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(quotas.alter(client("root", ""), List.of(once, once), false)
                        .toCompletableFuture()
                        .join())
                .extracting(Altered::error)
                .containsOnly(ErrorCode.INVALID_REQUEST);
        assertThat(metadata.image().quotas().byEntity()).isEmpty();
    }

    @Test
    void changesOfLimitsAreNotedWithWhatCameOfThem() {
        List<String> notes = new ArrayList<>();
        Guard guard = new Guard(
                List.of(),
                (context, action, target, outcome, reason) ->
                        notes.add(context.principal() + " " + action + " " + target + " " + outcome));
        Edit raised = new Edit("producer_byte_rate", Optional.of(10.0));
        Edit lifted = new Edit("consumer_byte_rate", Optional.empty());
        List<Alteration> alterations = List.of(
                new Alteration(ANNAS_APP, List.of(raised, lifted)), new Alteration(ANY_CLIENT, List.of(raised)));

        service(guard)
                .alter(client("root", ""), alterations, true)
                .toCompletableFuture()
                .join();
        assertThat(notes).isEmpty();
        service(guard)
                .alter(client("root", ""), alterations, false)
                .toCompletableFuture()
                .join();

        assertThat(notes)
                .containsExactly(
                        "User:root ALTER_QUOTAS quota:user=anna,client_id=app (producer_byte_rate=10.0,"
                                + " consumer_byte_rate lifted) NONE",
                        "User:root ALTER_QUOTAS quota:client_id=(default) (producer_byte_rate=10.0) NONE");
    }
}
