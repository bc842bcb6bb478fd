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
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(config.compressionLevel()).isEmpty();
        assertThat(config.minDirtyRatio()).isEqualTo(0.5);
        assertThat(config.maxExpandedRecordBytes()).isEqualTo(Integer.MAX_VALUE - 8);
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

    @Test
    void theLevelIsThatOfTheTopicsCodec() {
        Map<String, String> all =
                Map.of("compression.gzip.level", "4", "compression.lz4.level", "5", "compression.zstd.level", "-6");
        assertThat(level(all, "gzip")).hasValue(4);
        assertThat(level(all, "lz4")).hasValue(5);
        assertThat(level(all, "zstd")).hasValue(-6);
        assertThat(level(all, "snappy")).isEmpty();
        assertThat(level(all, "producer")).isEmpty();
        assertThat(level(Map.of(), "gzip")).isEmpty();
        assertThat(level(Map.of(), "zstd")).hasValue(3);
    }

    private OptionalInt level(Map<String, String> overrides, String codec) {
        Map<String, String> all = new HashMap<>(overrides);
        all.put("compression.type", codec);
        return settings.effective(all).compressionLevel();
    }

    @Test
    void compactionClosesSegmentsInTime() {
        Map<String, String> both = Map.of("segment.ms", "100", "max.compaction.lag.ms", "50");
        assertThat(settings.effective(both).log().maxSegmentMs()).isEqualTo(100);
        Map<String, String> compacted = new HashMap<>(both);
        compacted.put("cleanup.policy", "compact");
        assertThat(settings.effective(compacted).log().maxSegmentMs()).isEqualTo(50);
    }

    @Test
    void whatKafkaKnowsIsKnownWithTheSameDefaults() {
        Map<String, String> kafka = new HashMap<>();
        KafkaTopicConfigs.ALL.forEach(config -> kafka.put(config.name(), config.defaultText()));
        Map<String, String> ours = new HashMap<>();
        TopicOverrides.ALL.forEach(setting -> ours.put(setting.key(), settings.defaultText(setting)));
        ours.remove("gossip.durability");
        assertThat(ours).isEqualTo(kafka);
    }

    @ParameterizedTest
    @MethodSource("gossip.core.topic.KafkaTopicConfigs#limits")
    void limitsAreKafkas(String name, String allowed, String refused) {
        settings.check(Map.of(name, allowed));
        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> settings.check(Map.of(name, refused)))
                .withMessageContaining(name)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG));
    }

    @ParameterizedTest
    @CsvSource({
        "remote.storage.enable, true, tiered storage is not available",
        "errors.deadletterqueue.group.enable, true, no share groups",
        "leader.replication.throttled.replicas, '*,0:1', partition:broker",
        "cleanup.policy, 'compact,', a word before and after",
        "compression.gzip.level, 0, from 1 to 9",
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
