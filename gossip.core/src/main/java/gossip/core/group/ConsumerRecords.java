package gossip.core.group;

import gossip.api.PartitionId;
import gossip.api.broker.Groups.Protocol;
import gossip.core.group.ConsumerMember.ClassicSide;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Profile;
import gossip.core.group.ConsumerMember.Progress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The entries that are kept of a group of the consumer protocol: one of the group, one of its patterns, and for each member
 * three, which change at different times: what it said of itself, what it owns, and what it will own.
 */
final class ConsumerRecords {
    /** Name of the entry of the group. */
    static final String GROUP = "consumer";

    /** Name of the entry of what patterns match. */
    static final String PATTERNS = "patterns";

    /** Begin of the names of entries of profiles; a member id follows. */
    static final String PROFILE = "profile/";

    /** Begin of the names of entries of holdings; a member id follows. */
    static final String HOLDING = "holding/";

    /** Begin of the names of entries of targets; a member id follows. */
    static final String TARGET = "target/";

    private static final int VERSION = 1;

    private ConsumerRecords() {}

    /**
     * The epochs of a group.
     *
     * @param epoch changes with the members and what they are subscribed to
     * @param assignmentEpoch epoch that the targets are made for
     * @param topicsHash of the topics that are subscribed to
     * @param emptySinceMs ms since 1970; of no meaning with members
     */
    record Epochs(int epoch, int assignmentEpoch, long topicsHash, long emptySinceMs) {
        static final Epochs FIRST = new Epochs(0, 0, 0, 0);

        ByteBuffer encode() {
            EntryWriter out = new EntryWriter().number(VERSION).number(epoch).number(assignmentEpoch);
            return out.number(topicsHash).number(emptySinceMs).written();
        }

        static Epochs decode(ByteBuffer entry) {
            return EntryReader.read(
                    "the entry of a consumer group",
                    entry,
                    VERSION,
                    in -> new Epochs(in.integer(), in.integer(), in.number(), in.number()));
        }
    }

    static ByteBuffer encode(Profile profile) {
        EntryWriter out = new EntryWriter().number(VERSION);
        out.optional(profile.instanceId()).optional(profile.rackId());
        out.text(profile.clientId()).text(profile.clientHost());
        out.number(profile.rebalanceTimeoutMs()).optional(profile.assignor());
        out.all(profile.topics().stream().sorted().toList(), out::text).text(profile.regex());
        out.all(profile.classic().stream().toList(), classic -> write(out, classic));
        return out.written();
    }

    private static void write(EntryWriter out, ClassicSide classic) {
        out.number(classic.sessionTimeoutMs());
        out.all(classic.protocols(), protocol -> out.text(protocol.name()).bytes(protocol.metadata()));
    }

    static Profile profile(ByteBuffer entry) {
        return EntryReader.read(
                "the entry of a consumer's profile",
                entry,
                VERSION,
                in -> new Profile(
                        in.optional(),
                        in.optional(),
                        in.text(),
                        in.text(),
                        in.integer(),
                        in.optional(),
                        new HashSet<>(in.all(in::text)),
                        in.text(),
                        in.all(() -> classic(in)).stream().findFirst()));
    }

    private static ClassicSide classic(EntryReader in) {
        return new ClassicSide(in.integer(), in.all(() -> new Protocol(in.text(), in.bytes())));
    }

    static ByteBuffer encode(Holding holding) {
        EntryWriter out = new EntryWriter().number(VERSION);
        out.number(holding.epoch()).number(holding.previousEpoch());
        out.number(holding.progress().ordinal());
        write(out, holding.assigned());
        write(out, holding.revoking());
        return out.written();
    }

    static Holding holding(ByteBuffer entry) {
        return EntryReader.read(
                "the entry of a consumer's partitions",
                entry,
                VERSION,
                in -> new Holding(in.integer(), in.integer(), progress(in), partitions(in), partitions(in)));
    }

    private static Progress progress(EntryReader in) {
        int ordinal = in.integer();
        if (ordinal < 0 || ordinal >= Progress.values().length) {
            throw new IllegalArgumentException("progress " + ordinal);
        }
        return Progress.values()[ordinal];
    }

    static ByteBuffer encodeTarget(Set<PartitionId> target) {
        EntryWriter out = new EntryWriter().number(VERSION);
        write(out, target);
        return out.written();
    }

    static Set<PartitionId> target(ByteBuffer entry) {
        return EntryReader.read("the entry of a consumer's target", entry, VERSION, ConsumerRecords::partitions);
    }

    static ByteBuffer encodePatterns(Map<String, Set<String>> patterns) {
        EntryWriter out = new EntryWriter().number(VERSION);
        out.all(new TreeMap<>(patterns).entrySet(), pattern -> {
            out.text(pattern.getKey());
            out.all(pattern.getValue().stream().sorted().toList(), out::text);
        });
        return out.written();
    }

    static Map<String, Set<String>> patterns(ByteBuffer entry) {
        return EntryReader.read("the entry of a group's patterns", entry, VERSION, in -> {
            Map<String, Set<String>> patterns = new HashMap<>();
            in.all(() -> Optional.ofNullable(patterns.put(in.text(), new HashSet<>(in.all(in::text)))));
            return patterns;
        });
    }

    /** By topic, each with its partitions in order as distances from one to the next. */
    private static void write(EntryWriter out, Set<PartitionId> partitions) {
        Map<UUID, List<Integer>> byTopic = partitions.stream()
                .collect(Collectors.groupingBy(
                        PartitionId::topicId,
                        TreeMap::new,
                        Collectors.mapping(PartitionId::partition, Collectors.toList())));
        out.all(byTopic.entrySet(), topic -> {
            out.id(topic.getKey());
            int[] last = {0};
            out.all(topic.getValue().stream().sorted().toList(), partition -> {
                out.number(partition - last[0]);
                last[0] = partition;
            });
        });
    }

    private static Set<PartitionId> partitions(EntryReader in) {
        Set<PartitionId> partitions = new HashSet<>();
        in.all(() -> {
            UUID topic = in.id();
            int[] last = {0};
            return in.all(() -> {
                last[0] += in.integer();
                return partitions.add(new PartitionId(topic, last[0]));
            });
        });
        return partitions;
    }
}
