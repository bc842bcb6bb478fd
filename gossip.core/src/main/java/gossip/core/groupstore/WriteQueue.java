package gossip.core.groupstore;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Writes that wait for their turn in one partition. A group whose dependent write has failed is barred: its later dependent
 * writes fail too, until somebody has begun anew from what is durable. Thread-safe; never blocks.
 */
final class WriteQueue {
    /** Writes that may wait; more are refused with COORDINATOR_NOT_AVAILABLE, upon which clients come back later. */
    static final int MAX_WAITING = 10_000;

    /** Bytes of records that writes are gathered up to: far below what a topic takes as one batch. */
    private static final int GATHERED_BYTES = 64 << 10;

    private final String partition;
    private final Queue<Write> waiting = new ArrayDeque<>();
    private final Set<String> barred = new HashSet<>();

    WriteQueue(String partition) {
        this.partition = partition;
    }

    /** Adds a write, or tells why not. */
    synchronized Optional<BrokerException> offer(Write write) {
        if (write.dependent() && barred.contains(write.group())) {
            return Optional.of(new BrokerException(
                    ErrorCode.COORDINATOR_NOT_AVAILABLE,
                    "an earlier change of group '" + write.group() + "' could not be written; try again"));
        }
        if (waiting.size() >= MAX_WAITING) {
            bar(List.of(write));
            return Optional.of(new BrokerException(
                    ErrorCode.COORDINATOR_NOT_AVAILABLE,
                    MAX_WAITING + " writes wait for " + partition + ", as many as may; try again"));
        }
        waiting.add(write);
        return Optional.empty();
    }

    /** Takes writes that together make a batch; empty if none waits. */
    synchronized List<Write> gather() {
        List<Write> batch = new ArrayList<>();
        int gathered = 0;
        Write next = waiting.peek();
        while (next != null && (batch.isEmpty() || gathered + next.sizeBytes() <= GATHERED_BYTES)) {
            batch.add(waiting.remove());
            gathered += next.sizeBytes();
            next = waiting.peek();
        }
        return batch;
    }

    /** Bars the groups of failed writes, and takes out what waits and depends on these. */
    synchronized List<Write> bar(List<Write> failed) {
        failed.stream().filter(Write::dependent).forEach(write -> barred.add(write.group()));
        List<Write> doomed = waiting.stream()
                .filter(write -> write.dependent() && barred.contains(write.group()))
                .toList();
        waiting.removeAll(doomed);
        return doomed;
    }

    /** Somebody begins anew from what is durable. */
    synchronized void admit(String group) {
        barred.remove(group);
    }
}
