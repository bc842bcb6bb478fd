package gossip.core.quota;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** Settings of quotas. */
final class QuotaSettings {
    static final Setting<Duration> WINDOW = Setting.of(
                    "quota.window",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "Time over which a quota is counted: a client that was idle may use that much at once.")
            .require(time -> time.toMillis() >= 1_000 && time.toMillis() <= 3_600_000, "1s to 1h");

    static final Setting<Integer> MAX_CLIENTS = Setting.of(
                    "quota.max_clients",
                    SettingType.INT,
                    10_000,
                    "Clients with a quota whose use is counted one by one; beyond it they are counted together.")
            .require(count -> count >= 1, "at least 1");

    static final List<Setting<?>> ALL = List.of(WINDOW, MAX_CLIENTS);

    private QuotaSettings() {}
}
