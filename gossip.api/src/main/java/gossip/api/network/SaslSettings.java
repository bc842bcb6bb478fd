package gossip.api.network;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How long clients have to prove who they are, and for how long that counts.
 *
 * @param timeoutMs time to do so
 * @param failureDelayMs time until a client is told that it failed
 * @param reauthenticationMs time after which it has to do so again; 0 for never
 * @param maxRequestBytes largest request before that
 * @param threads evaluate what clients send
 * @param queue what may wait for them
 * @param queueBytes size of the messages that may wait for them or be evaluated
 * @param perAddress what may be evaluated, or wait ahead of other addresses, for one address
 */
public record SaslSettings(
        long timeoutMs,
        long failureDelayMs,
        long reauthenticationMs,
        int maxRequestBytes,
        int threads,
        int queue,
        long queueBytes,
        int perAddress) {
    private static final Setting<Duration> TIMEOUT = Setting.of(
                    "security.authentication.timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(30),
                    "Time in which a client has to prove who it is, else its connection is closed.")
            .require(time -> time.toMillis() > 0, "more than 0");

    private static final Setting<Duration> FAILURE_DELAY = Setting.of(
                    "security.authentication.failure_delay",
                    SettingType.DURATION,
                    Duration.ofMillis(100),
                    "Time until a client is told that it could not prove who it is, so that it cannot try often;"
                            + " Kafka's connection.failed.authentication.delay.ms.")
            .require(time -> time.toMillis() >= 0 && time.toSeconds() <= 10, "0ms to 10s");

    private static final Setting<Duration> REAUTHENTICATION = Setting.of(
                    "security.authentication.max_session",
                    SettingType.DURATION,
                    Duration.ZERO,
                    "Time after which a client has to prove anew who it is (KIP-368), else its connection is closed;"
                            + " 0ms for never. Kafka's connections.max.reauth.ms.")
            .require(time -> time.toMillis() >= 0, "at least 0ms");

    private static final Setting<Long> MAX_REQUEST_SIZE = Setting.of(
                    "security.authentication.max_request_size",
                    SettingType.SIZE,
                    512L << 10,
                    "Largest request of a client that has not yet proved who it is.")
            .require(size -> size >= 1024 && size <= 16L << 20, "1KB to 16MB");

    private static final Setting<Integer> THREADS = Setting.of(
                    "security.authentication.threads",
                    SettingType.INT,
                    2,
                    "Threads that evaluate what clients prove themselves with.")
            .require(count -> count >= 1 && count <= 64, "1 to 64");

    private static final Setting<Integer> QUEUE = Setting.of(
                    "security.authentication.queue",
                    SettingType.INT,
                    10_000,
                    "Clients that may wait for these threads; others are told to try later.")
            .require(count -> count >= 1, "at least 1");

    private static final Setting<Long> QUEUE_SIZE = Setting.of(
                    "security.authentication.queue_size",
                    SettingType.SIZE,
                    16L << 20,
                    "Size of what such clients have sent and these threads have not evaluated; no address may have more"
                            + " than a quarter of it, and clients that would exceed it are told to try later.")
            .require(size -> size >= 64 << 10, "at least 64KB");

    private static final Setting<Integer> PER_ADDRESS = Setting.of(
                    "security.authentication.per_address",
                    SettingType.INT,
                    4,
                    "Clients of one address (of an IPv6 network of 64 bits) that are evaluated together; more of them"
                            + " wait until these are done, and hold up nobody else.")
            .require(count -> count >= 1, "at least 1");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(
            TIMEOUT, FAILURE_DELAY, REAUTHENTICATION, MAX_REQUEST_SIZE, THREADS, QUEUE, QUEUE_SIZE, PER_ADDRESS);

    /**
     * Reads the settings.
     *
     * @param settings effective values
     * @return the limits
     */
    public static SaslSettings from(Settings settings) {
        return new SaslSettings(
                settings.value(TIMEOUT).toMillis(),
                settings.value(FAILURE_DELAY).toMillis(),
                settings.value(REAUTHENTICATION).toMillis(),
                Math.toIntExact(settings.value(MAX_REQUEST_SIZE)),
                settings.value(THREADS),
                settings.value(QUEUE),
                settings.value(QUEUE_SIZE),
                settings.value(PER_ADDRESS));
    }
}
