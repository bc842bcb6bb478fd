package gossip.plugins.rest.http;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What one client, and all together, may take.
 *
 * @param maxConnections connections at the same time
 * @param maxHeaderBytes all headers of a request, and as much again for its first line
 * @param maxBodyBytes body of a request, after decompression
 * @param maxBufferedBytes bodies of all requests that are being received or handled
 * @param headerTimeoutNanos time in which the head of a request must be complete
 * @param bodyTimeoutNanos time in which its body must be complete
 * @param writeTimeoutNanos time in which a client must have taken an answer
 * @param idleTimeoutNanos time between requests of a connection
 */
public record HttpLimits(
        int maxConnections,
        int maxHeaderBytes,
        int maxBodyBytes,
        long maxBufferedBytes,
        long headerTimeoutNanos,
        long bodyTimeoutNanos,
        long writeTimeoutNanos,
        long idleTimeoutNanos) {
    /** Connections. */
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
                    "rest.max_connections",
                    SettingType.INT,
                    5_000,
                    "Connections of HTTP clients at the same time; more are closed as soon as they are made.")
            .require(count -> count > 0, "at least 1");

    /** Size of a head. */
    public static final Setting<Long> MAX_HEADER_SIZE = Setting.of(
                    "rest.max_header_size",
                    SettingType.SIZE,
                    16L << 10,
                    "Largest headers of an HTTP request, all together; its first line may be half as long.")
            .require(size -> size >= 1024 && size <= 1 << 20, "1KB to 1MB");

    /** Size of a body. */
    public static final Setting<Long> MAX_BODY_SIZE = Setting.of(
                    "rest.max_body_size",
                    SettingType.SIZE,
                    10L << 20,
                    "Largest body of an HTTP request, also after decompression.")
            .require(size -> size >= 1024 && size <= 1 << 30, "1KB to 1GB");

    /** Size of all bodies. */
    public static final Setting<Long> MAX_BUFFERED_SIZE = Setting.of(
                    "rest.max_buffered_size",
                    SettingType.SIZE,
                    48L << 20,
                    "Bodies of all HTTP requests that are being received or handled; more are answered with status"
                            + " 503.")
            .require(size -> size >= 1024, "at least 1KB");

    /** Time for a head. */
    public static final Setting<Duration> HEADER_TIMEOUT = timeout(
            "rest.header_timeout",
            10,
            "Time in which the headers of an HTTP request must be complete, from"
                    + " the first byte or from the connection on.");

    /** Time for a body. */
    public static final Setting<Duration> BODY_TIMEOUT =
            timeout("rest.body_timeout", 60, "Time in which the body of an HTTP request must be complete.");

    /** Time for an answer. */
    public static final Setting<Duration> WRITE_TIMEOUT =
            timeout("rest.write_timeout", 60, "Time in which an HTTP client must have taken an answer.");

    /** Time between requests. */
    public static final Setting<Duration> IDLE_TIMEOUT =
            timeout("rest.idle_timeout", 60, "Time between two requests after which an HTTP connection is closed.");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(
            MAX_CONNECTIONS,
            MAX_HEADER_SIZE,
            MAX_BODY_SIZE,
            MAX_BUFFERED_SIZE,
            HEADER_TIMEOUT,
            BODY_TIMEOUT,
            WRITE_TIMEOUT,
            IDLE_TIMEOUT);

    private static Setting<Duration> timeout(String key, long seconds, String doc) {
        return Setting.of(key, SettingType.DURATION, Duration.ofSeconds(seconds), doc)
                .require(time -> time.toMillis() > 0 && time.toDays() < 1, "more than 0 and less than a day");
    }

    /**
     * Reads the settings.
     *
     * @param settings effective values
     * @return the limits
     */
    public static HttpLimits from(Settings settings) {
        return new HttpLimits(
                settings.value(MAX_CONNECTIONS),
                Math.toIntExact(settings.value(MAX_HEADER_SIZE)),
                Math.toIntExact(settings.value(MAX_BODY_SIZE)),
                settings.value(MAX_BUFFERED_SIZE),
                settings.value(HEADER_TIMEOUT).toNanos(),
                settings.value(BODY_TIMEOUT).toNanos(),
                settings.value(WRITE_TIMEOUT).toNanos(),
                settings.value(IDLE_TIMEOUT).toNanos());
    }
}
