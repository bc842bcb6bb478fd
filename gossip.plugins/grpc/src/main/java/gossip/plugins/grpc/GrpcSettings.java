package gossip.plugins.grpc;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.network.DoorSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All settings of the gRPC door. */
public final class GrpcSettings {
    /** Where it is, and what it asks of clients. */
    public static final DoorSettings DOOR = new DoorSettings("grpc", "gRPC clients", 9094);

    /** What a client may send at once. */
    public static final Setting<Long> MAX_MESSAGE_SIZE = Setting.of(
                    "grpc.max_message_size",
                    SettingType.SIZE,
                    4L << 20,
                    "Largest message taken from a gRPC client; a call with a larger one fails with RESOURCE_EXHAUSTED.")
            .require(size -> size >= 1 << 10 && size <= 1 << 30, "1KB to 1GB");

    /** What clients may have sent that is not complete. */
    public static final Setting<Long> MAX_BUFFERED_SIZE = Setting.of(
                    "grpc.max_buffered_size",
                    SettingType.SIZE,
                    64L << 20,
                    "Bytes of messages that gRPC clients have sent in part; a call that goes beyond it fails with"
                            + " RESOURCE_EXHAUSTED.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    /** What is on its way to clients. */
    public static final Setting<Long> READ_BUFFER = Setting.of(
                    "grpc.read_buffer_size",
                    SettingType.SIZE,
                    32L << 20,
                    "Bytes that records on their way to all gRPC clients together may take; beyond it each gets little"
                            + " at a time.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    /** Clients. */
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
                    "grpc.max_connections",
                    SettingType.INT,
                    1_000,
                    "Connections of gRPC clients; more are closed at once.")
            .require(count -> count >= 1, "at least 1");

    /** Calls of one client. */
    public static final Setting<Integer> MAX_STREAMS = Setting.of(
                    "grpc.max_streams_per_connection",
                    SettingType.INT,
                    1_000,
                    "Calls that one connection may have under way; clients are told, and let others wait.")
            .require(count -> count >= 1, "at least 1");

    /** Calls of all clients. */
    public static final Setting<Integer> MAX_CALLS = Setting.of(
                    "grpc.max_calls",
                    SettingType.INT,
                    5_000,
                    "gRPC calls that may be under way; more fail with RESOURCE_EXHAUSTED.")
            .require(count -> count >= 1, "at least 1");

    /** Pings. */
    public static final Setting<Duration> MIN_KEEPALIVE_TIME = Setting.of(
                    "grpc.min_keepalive_time",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "How often gRPC clients may ping; those that do so more often are disconnected.")
            .require(time -> !time.isNegative(), "at least 0ms");

    /** Connections without calls. */
    public static final Setting<Duration> MAX_CONNECTION_IDLE = Setting.of(
                    "grpc.max_connection_idle",
                    SettingType.DURATION,
                    Duration.ofMinutes(10),
                    "How long a connection of a gRPC client may have no call before it is told to go.")
            .require(time -> time.toMillis() >= 1, "at least 1ms");

    /** Whether clients may ask what there is. */
    public static final Setting<Boolean> REFLECTION = Setting.of(
            "grpc.reflection",
            SettingType.BOOLEAN,
            true,
            "Whether gRPC clients may ask for the services and their messages (server reflection).");

    /** All settings. */
    static final List<Setting<?>> ALL = Stream.of(
                    DOOR.all(),
                    List.<Setting<?>>of(
                            MAX_MESSAGE_SIZE,
                            MAX_BUFFERED_SIZE,
                            READ_BUFFER,
                            MAX_CONNECTIONS,
                            MAX_STREAMS,
                            MAX_CALLS,
                            MIN_KEEPALIVE_TIME,
                            MAX_CONNECTION_IDLE,
                            REFLECTION))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private GrpcSettings() {}
}
