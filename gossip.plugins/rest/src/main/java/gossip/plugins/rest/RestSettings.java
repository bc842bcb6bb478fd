package gossip.plugins.rest;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.network.DoorSettings;
import gossip.plugins.rest.http.HttpLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All settings of the door for HTTP. */
public final class RestSettings {
    /** Where it is, and what it asks of clients. */
    public static final DoorSettings DOOR = new DoorSettings("rest", "HTTP clients", 8080);

    /** Other sites whose pages may use this door. */
    public static final Setting<List<String>> CORS_ORIGINS = Setting.of(
            "rest.cors_origins",
            SettingType.LIST,
            List.<String>of(),
            "Origins, such as https://console.example, whose pages browsers let use the HTTP door; * for all. When"
                    + " empty, none but its own.");

    /** What answers with records hold in memory. */
    public static final Setting<Long> READ_BUFFER = Setting.of(
                    "rest.read_buffer_size",
                    SettingType.SIZE,
                    32L << 20,
                    "Bytes that records on their way to all HTTP clients together may take; others wait for their"
                            + " turn.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    /** How much one request may append. */
    public static final Setting<Integer> MAX_RECORDS = Setting.of(
                    "rest.max_records",
                    SettingType.INT,
                    20_000,
                    "Records that one HTTP request may append; their headers count as well.")
            .require(count -> count > 0, "at least 1");

    /** How long a client may let a live tail wait. */
    public static final Setting<Duration> TAIL_STALL_TIMEOUT = Setting.of(
                    "rest.tail_stall_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(30),
                    "Time after which a live tail is closed whose client does not take what is sent to it.")
            .require(time -> time.toMillis() > 0, "more than 0");

    /** All settings. */
    static final List<Setting<?>> ALL = Stream.of(
                    DOOR.all(),
                    HttpLimits.ALL,
                    List.<Setting<?>>of(CORS_ORIGINS, READ_BUFFER, MAX_RECORDS, TAIL_STALL_TIMEOUT))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private RestSettings() {}
}
