package gossip.plugins.kafka.connection;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What one client may take.
 *
 * @param readTimeoutMs time in which a frame that has begun must be complete
 * @param idleTimeoutMs time without any byte after which a connection is closed
 * @param maxRequestBytes largest frame
 * @param maxPipelinedRequests requests of a connection that may wait for their replies
 * @param maxPipelinedBytes their size, and that of replies that are not sent yet
 */
public record ConnectionSettings(
        long readTimeoutMs, long idleTimeoutMs, int maxRequestBytes, int maxPipelinedRequests, long maxPipelinedBytes) {
    /** Connections of all clients together. */
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
                    "network.max_connections",
                    SettingType.INT,
                    10_000,
                    "Connections of clients at the same time; more are closed as soon as they are made.")
            .require(count -> count > 0, "at least 1")
            .asDynamic();

    /** Time for a frame. */
    public static final Setting<Duration> READ_TIMEOUT = Setting.of(
                    "network.read_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(30),
                    "Time in which a request that has begun to arrive must be complete, else the connection is closed.")
            .require(ConnectionSettings::isPositive, "more than 0");

    /** Time without traffic. */
    public static final Setting<Duration> IDLE_TIMEOUT = Setting.of(
                    "network.idle_timeout",
                    SettingType.DURATION,
                    Duration.ofMinutes(10),
                    "Time without traffic in either direction after which a connection is closed.")
            .require(ConnectionSettings::isPositive, "more than 0");

    /** Largest frame. */
    public static final Setting<Long> MAX_REQUEST_SIZE = Setting.of(
                    "network.max_request_size", SettingType.SIZE, 100L << 20, "Largest request that is read.")
            .require(size -> size >= 1024 && size <= 1L << 30, "1KB to 1GB");

    /** Requests under way. */
    public static final Setting<Integer> MAX_PIPELINED_REQUESTS = Setting.of(
                    "network.max_pipelined_requests",
                    SettingType.INT,
                    128,
                    "Requests of one connection that may wait for their replies; more are not read from the socket.")
            .require(count -> count > 0, "at least 1");

    /** Bytes under way. */
    public static final Setting<Long> MAX_PIPELINED_SIZE = Setting.of(
                    "network.max_pipelined_size",
                    SettingType.SIZE,
                    64L << 20,
                    "Size of the requests of one connection that wait for their replies, and of the records asked for;"
                            + " when it is reached, no more are read from the socket.")
            .require(size -> size > 0, "more than 0");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(
            MAX_CONNECTIONS, READ_TIMEOUT, IDLE_TIMEOUT, MAX_REQUEST_SIZE, MAX_PIPELINED_REQUESTS, MAX_PIPELINED_SIZE);

    /**
     * Reads the settings.
     *
     * @param settings effective values
     * @return the limits
     */
    public static ConnectionSettings from(Settings settings) {
        return new ConnectionSettings(
                settings.value(READ_TIMEOUT).toMillis(),
                settings.value(IDLE_TIMEOUT).toMillis(),
                Math.toIntExact(settings.value(MAX_REQUEST_SIZE)),
                settings.value(MAX_PIPELINED_REQUESTS),
                settings.value(MAX_PIPELINED_SIZE));
    }

    private static boolean isPositive(Duration duration) {
        return duration.toMillis() > 0;
    }
}
