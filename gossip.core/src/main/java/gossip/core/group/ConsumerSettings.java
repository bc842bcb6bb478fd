package gossip.core.group;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.core.assign.Assignor;
import gossip.core.assign.RangeAssignor;
import gossip.core.assign.UniformAssignor;
import gossip.core.resource.GroupConfigs;
import gossip.core.resource.GroupTimes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings of groups of the consumer protocol (KIP-848). */
final class ConsumerSettings {
    private static final Map<String, Assignor> ASSIGNORS = List.of(new UniformAssignor(), new RangeAssignor()).stream()
            .collect(Collectors.toUnmodifiableMap(Assignor::name, Function.identity()));

    static final Setting<Integer> MAX_SIZE = Setting.of(
                    "group.consumer_max_size",
                    SettingType.INT,
                    Integer.MAX_VALUE,
                    "Most members of a group of the consumer protocol; more are told GROUP_MAX_SIZE_REACHED.")
            .require(size -> size >= 1, "at least 1");

    static final Setting<List<String>> ASSIGNOR_NAMES = Setting.of(
                    "group.consumer_assignors",
                    SettingType.LIST,
                    List.of("uniform", "range"),
                    "Assignors that a group of the consumer protocol can choose from, the default first.")
            .require(
                    names -> !names.isEmpty() && ASSIGNORS.keySet().containsAll(names),
                    "one or more of uniform and range");

    static final Setting<MigrationPolicy> MIGRATION = Setting.of(
            "group.consumer_migration_policy",
            SettingType.oneOf(MigrationPolicy.class),
            MigrationPolicy.BIDIRECTIONAL,
            "Which way a group with members may change its protocol: upgrade (classic to consumer), downgrade,"
                    + " bidirectional, or disabled.");

    static final Setting<Integer> PATTERN_SIZE = Setting.of(
                    "group.consumer_pattern_size",
                    SettingType.INT,
                    1_024,
                    "Longest pattern, in characters, by which a member of a group of the consumer protocol may"
                            + " subscribe to topics.")
            .require(size -> size >= 1 && size <= 4_096, "1 to 4096");

    static final Setting<Integer> PATTERN_QUEUE = Setting.of(
                    "group.consumer_pattern_queue",
                    SettingType.INT,
                    10_000,
                    "Most heartbeats that wait for topics to be looked through for a pattern; more are told"
                            + " COORDINATOR_NOT_AVAILABLE. The metric gossip_group_patterns_waiting tells how many"
                            + " wait.")
            .require(count -> count >= 1, "at least 1");

    static final List<Setting<?>> ALL = Stream.of(
                    GroupTimes.SETTINGS, List.of(MAX_SIZE, ASSIGNOR_NAMES, MIGRATION, PATTERN_SIZE, PATTERN_QUEUE))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private ConsumerSettings() {}

    static ConsumerLimits limits(Settings settings) {
        return new ConsumerLimits(
                settings.value(MAX_SIZE),
                new GroupConfigs(GroupTimes.of(settings)),
                settings.value(MIGRATION),
                settings.value(ASSIGNOR_NAMES).stream()
                        .flatMap(name -> Optional.ofNullable(ASSIGNORS.get(name.toLowerCase(Locale.ROOT))).stream())
                        .toList());
    }
}
