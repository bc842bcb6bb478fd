package gossip.core.message;

import gossip.api.TopicPartition;
import gossip.api.record.NewRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The records of one send for one partition, in order. They are appended as one run; a run that the partition refuses for what
 * is in it is halved, until what is wrong stands alone. One thread at a time.
 */
final class Lane {
    /** A send of very many records of which very many are refused is not tried for ever. */
    private static final int MAX_RUNS = 256;

    private final TopicPartition partition;
    private final int maxBatchBytes;
    private final List<NewRecord> records = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final Deque<Run> waiting = new ArrayDeque<>();
    private int runs;

    Lane(TopicPartition partition, int maxBatchBytes) {
        this.partition = partition;
        this.maxBatchBytes = maxBatchBytes;
    }

    void add(int index, NewRecord record) {
        indexes.add(index);
        records.add(record);
    }

    /** All records are added. */
    void seal() {
        waiting.add(new Run(0, records.size()));
    }

    TopicPartition partition() {
        return partition;
    }

    int maxBatchBytes() {
        return maxBatchBytes;
    }

    boolean hasRun() {
        return !waiting.isEmpty();
    }

    Run nextRun() {
        runs++;
        return waiting.removeFirst();
    }

    List<NewRecord> records(Run run) {
        return records.subList(run.from(), run.end());
    }

    NewRecord record(int position) {
        return records.get(position);
    }

    /** Where the record stands in the send. */
    int index(int position) {
        return indexes.get(position);
    }

    /** Halves a run that was refused; false if it cannot be. The first half comes next, so that records keep their order. */
    boolean halve(Run run) {
        if (run.end() - run.from() < 2 || runs + waiting.size() + 2 > MAX_RUNS) {
            return false;
        }
        int middle = (run.from() + run.end()) >>> 1;
        waiting.addFirst(new Run(middle, run.end()));
        waiting.addFirst(new Run(run.from(), middle));
        return true;
    }

    /**
     * Records that are appended together.
     *
     * @param from position of the first in the lane
     * @param end position after the last
     */
    record Run(int from, int end) {}
}
