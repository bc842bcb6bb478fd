package gossip.core.telemetry;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Telemetry;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.telemetry.TelemetryReceiver;
import gossip.api.telemetry.TelemetryReceiver.Payload;
import gossip.core.telemetry.Subscriptions.Wanted;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/** The telemetry port. Thread-safe; one short lock for all clients, each of which comes here about once in five minutes. */
public final class TelemetryService implements Telemetry {
    private static final Setting<Long> MAX_SIZE = Setting.of(
                    "telemetry.max_size", SettingType.SIZE, 1L << 20, "Largest push of metrics that a client may send.")
            .require(size -> size >= 1 && size <= 64 << 20, "1B to 64MB");

    private static final Setting<Integer> MAX_CLIENTS = Setting.of(
                    "telemetry.max_clients",
                    SettingType.INT,
                    16_384,
                    "Clients whose pushes of metrics are remembered; beyond it the one silent longest is forgotten.")
            .require(count -> count >= 1, "at least 1");

    /** All settings of telemetry. */
    public static final List<Setting<?>> SETTINGS = List.of(MAX_SIZE, MAX_CLIENTS);

    private static final Logger LOG = System.getLogger(TelemetryService.class.getName());
    private static final int MOST_TIMES_EXPANDED = 16;
    private static final List<CompressionType> COMPRESSIONS =
            List.of(CompressionType.ZSTD, CompressionType.LZ4, CompressionType.GZIP, CompressionType.SNAPPY);

    private final int maxBytes;
    private final int maxClients;
    private final List<TelemetryReceiver> receivers;
    private final Codecs codecs;
    private final InstantSource clock;
    private final Metrics.Counter refusals;
    private final SequencedMap<UUID, PushSchedule> clients = new LinkedHashMap<>(16, 0.75f, true);
    private volatile Subscriptions subscriptions = Subscriptions.NONE;

    /**
     * Creates the service, which follows the metadata from now on.
     *
     * @param metadata where subscriptions are kept
     * @param receivers take the metrics
     * @param codecs expand them
     * @param settings effective settings of the broker
     * @param clock wall clock
     * @param metrics where figures are reported
     */
    public TelemetryService(
            MetadataStore metadata,
            List<TelemetryReceiver> receivers,
            Codecs codecs,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {
        this.maxBytes = Math.toIntExact(settings.value(MAX_SIZE));
        this.maxClients = settings.value(MAX_CLIENTS);
        this.receivers = List.copyOf(receivers);
        this.codecs = codecs;
        this.clock = clock;
        this.refusals = metrics.counter("gossip_telemetry_refusals_total", "Pushes of metrics that were refused.");
        metrics.gauge("gossip_telemetry_clients", "Clients whose pushes of metrics are remembered.", this::count);
        metrics.limit(MAX_CLIENTS.key(), () -> maxClients, this::count);
        metadata.listen(this::changed);
    }

    private void changed(MetadataImage before, MetadataImage after) {
        if (!after.configs().equals(before.configs())) {
            subscriptions = Subscriptions.of(after.configs());
        }
    }

    @Override
    public Subscription subscription(RequestContext context, Client client) {
        UUID instanceId = client.instanceId().orElseGet(UUID::randomUUID);
        Wanted wanted = wanted(instanceId, client);
        long now = clock.millis();
        synchronized (clients) {
            PushSchedule schedule = clients.getOrDefault(instanceId, PushSchedule.NEW);
            if (!schedule.mayAsk(now, wanted.intervalMs())) {
                throw tooEarly(wanted.intervalMs());
            }
            remember(instanceId, schedule.asked(now));
        }
        return new Subscription(
                instanceId, wanted.subscriptionId(), COMPRESSIONS, wanted.intervalMs(), maxBytes, wanted.metrics());
    }

    @Override
    public void push(RequestContext context, Client client, Push push) {
        UUID instanceId = client.instanceId()
                .orElseThrow(() -> new BrokerException(
                        ErrorCode.INVALID_REQUEST, "a push of metrics needs the id that the client was given"));
        Wanted wanted = wanted(instanceId, client);
        try {
            admit(instanceId, wanted, push);
            if (push.metrics().hasRemaining()) {
                deliver(context, new Payload(instanceId, push.terminating(), expanded(push)));
            }
        } catch (BrokerException e) {
            refusals.add(1);
            settle(instanceId, e.code(), push.terminating());
            throw e;
        }
    }

    private void admit(UUID instanceId, Wanted wanted, Push push) {
        long now = clock.millis();
        synchronized (clients) {
            PushSchedule schedule = clients.getOrDefault(instanceId, PushSchedule.NEW);
            if (schedule.terminated()) {
                throw new BrokerException(
                        ErrorCode.INVALID_REQUEST, "client " + instanceId + " has said before that it ends");
            }
            if (!schedule.mayPush(now, wanted.intervalMs()) && !push.terminating()) {
                throw tooEarly(wanted.intervalMs());
            }
            remember(instanceId, schedule.pushed(now, ErrorCode.NONE, push.terminating()));
        }
        if (push.subscriptionId() != wanted.subscriptionId()) {
            throw new BrokerException(
                    ErrorCode.UNKNOWN_SUBSCRIPTION_ID,
                    "client " + instanceId + " pushes for another subscription than it has now; it has to ask anew");
        }
        if (push.compression() < 0 || push.compression() >= CompressionType.values().length) {
            throw new BrokerException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "there is no codec " + push.compression());
        }
        if (push.metrics().remaining() > maxBytes) {
            throw new BrokerException(
                    ErrorCode.TELEMETRY_TOO_LARGE,
                    "a push of " + push.metrics().remaining() + " bytes is larger than telemetry.max_size (" + maxBytes
                            + ")");
        }
    }

    private ByteBuffer expanded(Push push) {
        CompressionType type = CompressionType.of(push.compression());
        if (type == CompressionType.NONE) {
            return push.metrics();
        }
        try {
            return codecs.decompress(type, push.metrics(), MOST_TIMES_EXPANDED * maxBytes);
        } catch (IOException | RuntimeException e) {
            throw new BrokerException(ErrorCode.INVALID_RECORD, "pushed metrics cannot be expanded: " + e, e);
        }
    }

    private void deliver(RequestContext context, Payload payload) {
        for (TelemetryReceiver receiver : receivers) {
            try {
                receiver.receive(context, payload);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, receiver.getClass().getName() + " failed on metrics of a client", e);
                throw new BrokerException(ErrorCode.INVALID_RECORD, "the metrics could not be taken", e);
            }
        }
    }

    private void settle(UUID instanceId, ErrorCode error, boolean terminating) {
        synchronized (clients) {
            remember(
                    instanceId,
                    clients.getOrDefault(instanceId, PushSchedule.NEW).refused(error, terminating));
        }
    }

    private void remember(UUID instanceId, PushSchedule schedule) {
        clients.put(instanceId, schedule);
        if (clients.size() > maxClients) {
            clients.pollFirstEntry();
        }
    }

    private int count() {
        synchronized (clients) {
            return clients.size();
        }
    }

    private Wanted wanted(UUID instanceId, Client client) {
        Map<String, String> selectors = new java.util.HashMap<>(client.selectors());
        selectors.put("client_instance_id", Texts.inBase64(instanceId));
        return subscriptions.of(instanceId, selectors);
    }

    private static BrokerException tooEarly(int intervalMs) {
        return new BrokerException(
                ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                "metrics are pushed every " + intervalMs + " ms; this request came before that time");
    }
}
