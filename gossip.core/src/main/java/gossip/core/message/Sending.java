package gossip.core.message;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Sent;
import gossip.api.broker.Records;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.RequestContext;
import gossip.api.record.NewRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One send. It goes in rounds, each of which appends one run of each partition; there is a second round only if a partition has
 * refused one for what is in it. In the hands of one thread at a time.
 */
final class Sending {
    private static final int MAX_BATCH_BYTES = 1 << 20;

    private final Records records;
    private final Packing packing;
    private final RequestContext context;
    private final Send command;
    private final Consumer<List<Sent>> done;
    private final Sent[] results;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();

    Sending(Records records, Packing packing, RequestContext context, Send command, Consumer<List<Sent>> done) {
        this.records = records;
        this.packing = packing;
        this.context = context;
        this.command = command;
        this.done = done;
        this.results = new Sent[command.messages().size()];
    }

    /** Adds a record that goes to a partition. */
    void add(int index, TopicPartition partition, NewRecord record, int maxBatchBytes) {
        lanes.computeIfAbsent(partition, name -> new Lane(name, Math.min(MAX_BATCH_BYTES, maxBatchBytes)))
                .add(index, record);
    }

    /** Adds a record that goes nowhere. */
    void refuse(int index, Sent result) {
        results[index] = result;
    }

    void begin() {
        lanes.values().forEach(Lane::seal);
        nextRound();
    }

    private void nextRound() {
        List<Attempt> round = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            while (lane.hasRun() && !prepare(lane, lane.nextRun(), round)) {
                // what cannot be packed has its result
            }
        }
        if (round.isEmpty()) {
            done.accept(Arrays.asList(results));
        } else {
            submit(round, new Produce(round.stream().map(Attempt::batches).toList(), command.acks(), timeoutMs()));
        }
    }

    private int timeoutMs() {
        return Math.max(0, command.timeoutMs());
    }

    private boolean prepare(Lane lane, Lane.Run run, List<Attempt> round) {
        try {
            ByteBuffer batches = packing.pack(lane.records(run), command.compression(), lane.maxBatchBytes());
            round.add(new Attempt(lane, run, new PartitionBatches(lane.partition(), batches)));
            return true;
        } catch (IOException e) {
            fail(lane, run, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, Failures.message(e));
            return false;
        } catch (ArithmeticException e) {
            fail(lane, run, ErrorCode.MESSAGE_TOO_LARGE, "the records for a partition have more than 2 GB");
            return false;
        }
    }

    private void submit(List<Attempt> round, Produce produce) {
        if (!records.produce(context, produce, produced -> finish(round, produced))) {
            records.whenWritable(() -> submit(round, produce));
        }
    }

    private void finish(List<Attempt> round, List<Produced> produced) {
        for (int i = 0; i < round.size(); i++) {
            conclude(round.get(i), produced.get(i));
        }
        nextRound();
    }

    private void conclude(Attempt attempt, Produced produced) {
        Lane lane = attempt.lane();
        Lane.Run run = attempt.run();
        if (produced.error() == ErrorCode.NONE) {
            succeed(lane, run, produced);
        } else if (!isAboutContent(produced.error()) || !lane.halve(run)) {
            fail(lane, run, produced.error(), produced.message());
        }
    }

    private static boolean isAboutContent(ErrorCode error) {
        return switch (error) {
            case INVALID_RECORD, INVALID_TIMESTAMP, MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> true;
            default -> false;
        };
    }

    private void succeed(Lane lane, Lane.Run run, Produced produced) {
        boolean isKnown = command.acks() != Acks.NONE && produced.baseOffset() >= 0;
        for (int i = run.from(); i < run.end(); i++) {
            results[lane.index(i)] = new Sent(
                    ErrorCode.NONE,
                    "",
                    lane.partition().partition(),
                    isKnown ? produced.baseOffset() + i - run.from() : -1,
                    produced.logAppendTimeMs() >= 0
                            ? produced.logAppendTimeMs()
                            : lane.record(i).timestampMs());
        }
    }

    private void fail(Lane lane, Lane.Run run, ErrorCode error, String message) {
        Sent failed = Sent.failed(error, message, lane.partition().partition());
        for (int i = run.from(); i < run.end(); i++) {
            results[lane.index(i)] = failed;
        }
    }

    /**
     * A run on its way.
     *
     * @param lane whose
     * @param run which
     * @param batches what is appended
     */
    private record Attempt(Lane lane, Lane.Run run, PartitionBatches batches) {}
}
