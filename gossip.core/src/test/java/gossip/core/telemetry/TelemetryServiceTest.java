package gossip.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Telemetry.Client;
import gossip.api.broker.Telemetry.Push;
import gossip.api.broker.Telemetry.Subscription;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.security.Principal;
import gossip.core.topic.MemoryMetadata;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TelemetryServiceTest {
    private static final RequestContext CONTEXT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");
    private static final byte NONE = 0;

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private final List<String> received = new ArrayList<>();
    private boolean receiverFails;
    private long nowMs = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
    private final TelemetryService telemetry = service(10);

    private TelemetryService service(int maxClients) {
        Settings settings = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return switch (setting.key()) {
                    case "telemetry.max_size" -> setting.parse("100B");
                    case "telemetry.max_clients" -> setting.parse(String.valueOf(maxClients));
                    default -> setting.defaultValue();
                };
            }
        };
        return new TelemetryService(
                metadata,
                List.of((context, payload) -> {
                    if (receiverFails) {
                        throw new IllegalStateException("full");
                    }
                    received.add(payload.metrics().remaining() + (payload.terminating() ? " last" : ""));
                }),
                Codecs.NONE,
                settings,
                clock,
                Metrics.NONE);
    }

    private void subscribe(String name, Map<String, String> configs) {
        metadata.submit(
                new AlterConfigs(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name), configs, Set.of()));
    }

    private static Client client(Optional<UUID> id, String software) {
        return new Client(id, Map.of("client_software_name", software, "client_id", "app"));
    }

    private Subscription ask(Optional<UUID> id) {
        return telemetry.subscription(CONTEXT, client(id, "java"));
    }

    private ErrorCode push(UUID id, int subscription, int size, byte codec, boolean terminating) {
        try {
            telemetry.push(
                    CONTEXT,
                    client(Optional.of(id), "java"),
                    new Push(subscription, terminating, codec, ByteBuffer.allocate(size)));
            return ErrorCode.NONE;
        } catch (BrokerException e) {
            return e.code();
        }
    }

    @Test
    void clientThatNoSubscriptionIsForPushesNothing() {
        subscribe("errors", Map.of("metrics", "a.", "match", "client_software_name=librdkafka"));
        Subscription told = ask(Optional.empty());

        assertThat(told.metrics()).isEmpty();
        assertThat(told.intervalMs()).isEqualTo(300_000);
        assertThat(told.maxBytes()).isEqualTo(100);
    }

    @Test
    void subscriptionsThatMatchAreJoinedWithTheShortestInterval() {
        subscribe("one", Map.of("metrics", "b.,a.", "interval.ms", "2000"));
        subscribe("two", Map.of("metrics", "a.,c.", "interval.ms", "1000", "match", "client_software_name=j.*"));

        Subscription told = ask(Optional.empty());
        assertThat(told.metrics()).containsExactly("a.", "b.", "c.");
        assertThat(told.intervalMs()).isEqualTo(1000);

        subscribe("all", Map.of("metrics", "*"));
        assertThat(ask(Optional.empty()).metrics()).containsExactly("*");
    }

    @Test
    void clientAsksOncePushesAtOnceAndThenAtItsInterval() {
        subscribe("one", Map.of("metrics", "*", "interval.ms", "1000"));
        Subscription told = ask(Optional.empty());
        UUID id = told.instanceId();

        assertThatThrownBy(() -> ask(Optional.of(id)))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED));
        nowMs++;
        assertThat(push(id, told.subscriptionId(), 5, NONE, false)).isEqualTo(ErrorCode.NONE);
        assertThat(push(id, told.subscriptionId(), 5, NONE, false)).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        nowMs += 1000;
        assertThat(push(id, told.subscriptionId(), 6, NONE, false)).isEqualTo(ErrorCode.NONE);
        assertThat(push(id, told.subscriptionId(), 7, NONE, true)).isEqualTo(ErrorCode.NONE);
        nowMs += 1000;
        assertThat(push(id, told.subscriptionId(), 8, NONE, false)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(received).containsExactly("5", "6", "7 last");
    }

    @Test
    void clientOfAnOldSubscriptionIsToldSoAndMayAskAtOnce() {
        subscribe("one", Map.of("metrics", "a.", "interval.ms", "1000"));
        Subscription old = ask(Optional.empty());
        subscribe("one", Map.of("metrics", "b."));

        assertThat(push(old.instanceId(), old.subscriptionId(), 5, NONE, false))
                .isEqualTo(ErrorCode.UNKNOWN_SUBSCRIPTION_ID);
        Subscription told = ask(Optional.of(old.instanceId()));
        assertThat(told.metrics()).containsExactly("b.");
        assertThat(told.subscriptionId()).isNotEqualTo(old.subscriptionId());
    }

    @Test
    void pushesThatCannotBeTakenAreRefusedWithTheReason() {
        subscribe("one", Map.of("metrics", "*", "interval.ms", "100"));
        Subscription told = ask(Optional.empty());
        List<ErrorCode> errors = new ArrayList<>();
        nowMs += 1000;
        errors.add(push(told.instanceId(), told.subscriptionId(), 5, (byte) 77, false));
        nowMs += 1000;
        errors.add(push(told.instanceId(), told.subscriptionId(), 101, NONE, false));
        nowMs += 1000;
        errors.add(push(told.instanceId(), told.subscriptionId(), 5, (byte) 1, false));
        receiverFails = true;
        nowMs += 1000;
        errors.add(push(told.instanceId(), told.subscriptionId(), 5, NONE, false));

        assertThat(errors)
                .containsExactly(
                        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                        ErrorCode.TELEMETRY_TOO_LARGE,
                        ErrorCode.INVALID_RECORD,
                        ErrorCode.INVALID_RECORD);
        assertThatThrownBy(() -> telemetry.push(
                        CONTEXT, client(Optional.empty(), "java"), new Push(1, false, NONE, ByteBuffer.allocate(1))))
                .isInstanceOf(BrokerException.class);
        assertThat(received).isEmpty();
    }

    @Test
    void clientThatWasForgottenStartsAnew() {
        TelemetryService small = service(1);
        Subscription first = small.subscription(CONTEXT, client(Optional.empty(), "java"));
        small.subscription(CONTEXT, client(Optional.empty(), "java"));

        assertThat(small.subscription(CONTEXT, client(Optional.of(first.instanceId()), "java"))
                        .instanceId())
                .isEqualTo(first.instanceId());
    }
}
