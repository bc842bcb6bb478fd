package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Settings of Kafka's brokers that are kept for its tools, which put them back after every reassignment, but have no effect
 * here: records are not copied between brokers.
 */
final class ForeignBrokerSettings {
    static final Map<String, Setting<?>> BY_NAME = List.of(
                    rate("leader.replication.throttled.rate"),
                    rate("follower.replication.throttled.rate"),
                    rate("replica.alter.log.dirs.io.max.bytes.per.second"))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private ForeignBrokerSettings() {}

    private static Setting<Long> rate(String name) {
        return Setting.of(
                        name,
                        SettingType.LONG,
                        Long.MAX_VALUE,
                        "Most bytes a second that replication may use. No effect: records are not copied.")
                .require(rate -> rate >= 0, "at least 0");
    }
}
