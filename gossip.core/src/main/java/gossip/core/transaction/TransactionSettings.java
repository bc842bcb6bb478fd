package gossip.core.transaction;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.core.topic.TransactionsTopic;
import java.time.Duration;
import java.util.List;

/** Settings of transactions. */
final class TransactionSettings {
    static final Setting<Duration> MAX_TIMEOUT = Setting.of(
                    "transaction.max_timeout",
                    SettingType.DURATION,
                    Duration.ofMinutes(15),
                    "Longest time that a producer may ask for its transactions to be open; longer is told"
                            + " INVALID_TRANSACTION_TIMEOUT.")
            .require(
                    time -> time.toMillis() >= 1 && time.toMillis() <= Integer.MAX_VALUE, "a duration from 1ms to 24d");

    static final Setting<Duration> ID_EXPIRATION = Setting.of(
                    "transaction.id_expiration",
                    SettingType.DURATION,
                    Duration.ofDays(7),
                    "How long a transactional id is kept after its last transaction.")
            .require(time -> time.toMillis() >= 1, "a duration of at least 1ms");

    static final Setting<Integer> MAX_IDS = Setting.of(
                    "transaction.max_ids",
                    SettingType.INT,
                    100_000,
                    "Transactional ids that are kept; beyond it new ones are told POLICY_VIOLATION.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> MAX_PARTITIONS = Setting.of(
                    "transaction.max_partitions",
                    SettingType.INT,
                    20_000,
                    "Partitions that one transaction may write to; beyond it they are told POLICY_VIOLATION.")
            .require(count -> count >= 1 && count <= 20_000, "1 to 20000");

    static final Setting<Duration> CHECK_INTERVAL = Setting.of(
                    "transaction.check_interval",
                    SettingType.DURATION,
                    Duration.ofSeconds(1),
                    "How often transactions are looked for that have been open for too long, and ids to be forgotten.")
            .require(time -> time.toMillis() >= 10, "a duration of at least 10ms");

    static final List<Setting<?>> ALL =
            List.of(TransactionsTopic.PARTITIONS, MAX_TIMEOUT, ID_EXPIRATION, MAX_IDS, MAX_PARTITIONS, CHECK_INTERVAL);

    private TransactionSettings() {}
}
