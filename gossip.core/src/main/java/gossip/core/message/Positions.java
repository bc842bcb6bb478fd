package gossip.core.message;

import gossip.api.TopicPartition;
import gossip.api.broker.Messages.Start;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a member owns, where it reads next, and what it has yet to commit. One thread at a time, but for the snapshots. */
final class Positions {
    private final Map<TopicPartition, Start> next = new HashMap<>();
    private final Set<TopicPartition> dirty = new HashSet<>();
    private volatile Set<TopicPartition> owned = Set.of();
    private volatile Map<TopicPartition, Long> known = Map.of();

    /** What it owns from now on; positions of the rest are forgotten. */
    void own(Set<TopicPartition> partitions) {
        owned = Set.copyOf(partitions);
        next.keySet().retainAll(owned);
        dirty.retainAll(owned);
        publish();
    }

    Set<TopicPartition> owned() {
        return owned;
    }

    boolean owns(TopicPartition partition) {
        return owned.contains(partition);
    }

    /** Partitions that it does not know where to read. */
    Set<TopicPartition> unknown() {
        Set<TopicPartition> unknown = new HashSet<>(owned);
        unknown.removeAll(next.keySet());
        return unknown;
    }

    Map<TopicPartition, Start> all() {
        return next;
    }

    /** Reads from there next. */
    void move(TopicPartition partition, Start start) {
        if (owns(partition)) {
            next.put(partition, start);
            publish();
        }
    }

    /** Has brought everything before an offset to the client. */
    void brought(TopicPartition partition, long nextOffset) {
        if (owns(partition)) {
            Start moved = new Start.At(nextOffset);
            if (!moved.equals(next.put(partition, moved))) {
                dirty.add(partition);
            }
        }
    }

    /** Shows others where it stands, after {@link #brought}. */
    void publish() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        next.forEach((partition, start) -> {
            if (start instanceof Start.At at) {
                offsets.put(partition, at.offset());
            }
        });
        known = Map.copyOf(offsets);
    }

    Map<TopicPartition, Long> known() {
        return known;
    }

    /** What was brought and is not committed yet, which counts as committed from now on. */
    Map<TopicPartition, Long> takeDirty(Predicate<TopicPartition> which) {
        Map<TopicPartition, Long> taken = new HashMap<>();
        dirty.removeIf(partition -> {
            boolean wanted = which.test(partition);
            if (wanted && next.get(partition) instanceof Start.At at) {
                taken.put(partition, at.offset());
            }
            return wanted;
        });
        return taken;
    }

    /** Was not committed after all. */
    void keepDirty(TopicPartition partition) {
        if (next.get(partition) instanceof Start.At) {
            dirty.add(partition);
        }
    }
}
