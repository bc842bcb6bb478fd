package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.Set;

/** Values of this broker's settings as Kafka writes them: plain numbers of ms, minutes or bytes. */
final class BrokerValues {
    /** Names under which Kafka writes no limit as the largest number. */
    private static final Set<String> UNLIMITED_IS_LARGEST = Set.of(
            "log.cleaner.max.compaction.lag.ms",
            "log.message.timestamp.after.max.ms",
            "log.message.timestamp.before.max.ms");

    private static final String LARGEST = String.valueOf(Long.MAX_VALUE);
    private static final String UNLIMITED = "-1";

    private BrokerValues() {}

    /** Writes a value as Kafka would under a name. */
    static <T> String toKafka(String kafkaName, Setting<T> setting, T value) {
        if (value instanceof Duration time) {
            if (time.isNegative() && UNLIMITED_IS_LARGEST.contains(kafkaName)) {
                return LARGEST;
            }
            boolean minutes = kafkaName.endsWith(".minutes");
            return String.valueOf(minutes && !time.isNegative() ? time.toMinutes() : time.toMillis());
        }
        return value instanceof Long number ? String.valueOf(number) : setting.format(value);
    }

    /** Reads what Kafka would write, and writes it as a person here would. */
    static <T> String fromKafka(Setting<T> setting, String text) {
        if (!setting.type().equals(SettingType.DURATION)) {
            return setting.format(setting.parse(text));
        }
        boolean isUnlimited = text.equals(UNLIMITED) || text.equals(LARGEST);
        return setting.format(setting.parse(isUnlimited ? UNLIMITED : text + "ms"));
    }
}
