package gossip.core.topic;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The topic configs of Kafka 4.4.0, as its own definition prints them. */
final class KafkaTopicConfigs {
    static final List<Known> ALL = List.of(
            new Known("cleanup.policy", "delete", "compact, delete", "none"),
            new Known("compression.gzip.level", "-1", "9", "10"),
            new Known("compression.lz4.level", "9", "17", "18"),
            new Known("compression.type", "producer", "zstd", "none"),
            new Known("compression.zstd.level", "3", "22", "23"),
            new Known("delete.retention.ms", "86400000", "0", "-1"),
            new Known("errors.deadletterqueue.group.enable", "false", "false", "maybe"),
            new Known("file.delete.delay.ms", "60000", "0", "-1"),
            new Known("flush.messages", "9223372036854775807", "1", "0"),
            new Known("flush.ms", "9223372036854775807", "0", "-1"),
            new Known("follower.replication.throttled.replicas", "", "0:1,1:2", "0:1:2"),
            new Known("index.interval.bytes", "4096", "0", "-1"),
            new Known("leader.replication.throttled.replicas", "", "*", "-1:2"),
            new Known("local.retention.bytes", "-2", "-2", "-3"),
            new Known("local.retention.ms", "-2", "-2", "-3"),
            new Known("max.compaction.lag.ms", "9223372036854775807", "1", "0"),
            new Known("max.decompressed.message.bytes", "2147483639", "1", "0"),
            new Known("max.message.bytes", "1048588", "0", "-1"),
            new Known("message.timestamp.after.max.ms", "3600000", "0", "-1"),
            new Known("message.timestamp.before.max.ms", "9223372036854775807", "0", "-1"),
            new Known("message.timestamp.type", "CreateTime", "LogAppendTime", "createtime"),
            new Known("min.cleanable.dirty.ratio", "0.5", "1", "1.01"),
            new Known("min.compaction.lag.ms", "0", "0", "-1"),
            new Known("min.insync.replicas", "1", "1", "0"),
            new Known("preallocate", "false", "TRUE", "yes"),
            new Known("remote.copy.lag.bytes", "-1", "-1", "-2"),
            new Known("remote.copy.lag.ms", "0", "-1", "-2"),
            new Known("remote.log.copy.disable", "false", "true", "yes"),
            new Known("remote.log.delete.on.disable", "false", "true", "yes"),
            new Known("remote.storage.enable", "false", "false", "yes"),
            new Known("retention.bytes", "-1", "-5", "1MB"),
            new Known("retention.ms", "604800000", "-1", "-2"),
            new Known("segment.bytes", "1073741824", "1048576", "1048575"),
            new Known("segment.index.bytes", "10485760", "4", "3"),
            new Known("segment.jitter.ms", "0", "0", "-1"),
            new Known("segment.ms", "604800000", "1", "0"),
            new Known("unclean.leader.election.enable", "false", "true", "yes"));

    private KafkaTopicConfigs() {}

    /** Name, the value nearest to the limit that is allowed, and one that is not. */
    static Stream<Arguments> limits() {
        return ALL.stream().map(config -> Arguments.of(config.name, config.allowed, config.refused));
    }

    /**
     * One of them.
     *
     * @param name its name
     * @param defaultText its default
     * @param allowed a value at its limit
     * @param refused a value beyond
     */
    record Known(String name, String defaultText, String allowed, String refused) {}
}
