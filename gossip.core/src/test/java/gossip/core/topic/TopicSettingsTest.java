package gossip.core.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.BrokerException;
import gossip.api.Durability;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.record.CompressionType;
import gossip.api.storage.LogConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicSettingsTest {
    private final TopicSettings settings = new TopicSettings(Settings.DEFAULTS);

    @Test
    void topicWithoutOverridesHasKafkasDefaults() {
        TopicConfig config = settings.effective(Map.of());
        assertThat(config.log()).isEqualTo(LogConfig.DEFAULT);
        assertThat(config.durability()).isEqualTo(Durability.FSYNC);
        assertThat(config.maxMessageBytes()).isEqualTo(1_048_588);
        assertThat(config.logAppendTime()).isFalse();
        assertThat(config.compression()).isEmpty();
        assertThat(config.minInsyncReplicas()).isEqualTo(1);
        assertThat(config.timestampBeforeMaxMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(config.timestampAfterMaxMs()).isEqualTo(3_600_000);
    }

    @Test
    void brokerDefaultsReachTopicsAndOverridesWin() {
        Settings broker = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.equals(StorageSettings.RETENTION_TIME)
                        ? setting.parse("1h")
                        : setting.equals(StorageSettings.COMPRESSION) ? setting.parse("zstd") : setting.defaultValue();
            }
        };
        TopicSettings settings = new TopicSettings(broker);
        assertThat(settings.effective(Map.of()).log().retentionMs()).isEqualTo(3_600_000);
        assertThat(settings.effective(Map.of()).compression()).contains(CompressionType.ZSTD);
        TopicConfig overridden = settings.effective(
                Map.of("retention.ms", "5", "compression.type", "uncompressed", "gossip.durability", "os"));
        assertThat(overridden.log().retentionMs()).isEqualTo(5);
        assertThat(overridden.compression()).contains(CompressionType.NONE);
        assertThat(overridden.durability()).isEqualTo(Durability.OS);
    }

    @Test
    void cleanupPolicyMayBeBothOrNeither() {
        LogConfig both =
                settings.effective(Map.of("cleanup.policy", "compact, delete")).log();
        assertThat(both.compacts() && both.deletes()).isTrue();
        LogConfig neither = settings.effective(Map.of("cleanup.policy", "")).log();
        assertThat(neither.compacts() || neither.deletes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, -2, at least -1",
        "retention.ms, 7d, whole number",
        "segment.bytes, 1048575, from 1048576 to",
        "cleanup.policy, shred, 'delete, compact or both'",
        "compression.type, brotli, 'one of producer, uncompressed'",
        "min.insync.replicas, 0, from 1 to",
        "min.cleanable.dirty.ratio, 1.5, fraction from 0 to 1",
        "message.timestamp.type, createtime, CreateTime or LogAppendTime",
        "preallocate, maybe, true or false",
        "gossip.durability, hope, 'fsync, os'",
        "max.message.bytes, 3000000000, 32 bits"
    })
    void refusedValueIsNamedWithWhatWasExpected(String name, String value, String expected) {
        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> settings.check(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining("'" + value + "'")
                .withMessageContaining(expected)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG));
    }

    @Test
    void unknownNameIsRefusedWithTheNearest() {
        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> settings.check(Map.of("retension.ms", "1")))
                .withMessageContaining("'retension.ms'")
                .withMessageContaining("'retention.ms'");
    }

    @Test
    void contradictingLagsAreRefused() {
        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> settings.check(Map.of("min.compaction.lag.ms", "9", "max.compaction.lag.ms", "8")))
                .withMessageContaining("9")
                .withMessageContaining("8");
    }
}
