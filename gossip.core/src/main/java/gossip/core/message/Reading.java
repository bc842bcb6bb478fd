package gossip.core.message;

import gossip.api.ErrorCode;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.core.message.Unpacking.Unpacked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One read: looks up where to begin, then fetches until there is a record, something fails or time is up. In the hands of one
 * thread at a time, but for {@link #cancel}.
 */
final class Reading implements Records.Waiting {
    private static final int MAX_FETCH_BYTES = 1 << 20;
    private static final int MAX_WAIT_MS = 300_000;
    /** Who was turned away because the broker is full does not come back at once. */
    private static final int TURNED_AWAY_MS = 50;

    private final Records records;
    private final Unpacking unpacking;
    private final MessageTimer timer;
    private final RequestContext context;
    private final Read command;
    private final Consumer<Result> done;
    private final long endNanos;
    private final long[] offsets;
    private final PartitionRecords[] results;
    private final Budget budget;
    private long fetchedBytes;
    private volatile boolean cancelled;
    private volatile Records.@Nullable Waiting waiting;

    Reading(
            Records records,
            Unpacking unpacking,
            MessageTimer timer,
            RequestContext context,
            Read command,
            Consumer<Result> done) {
        this.records = records;
        this.unpacking = unpacking;
        this.timer = timer;
        this.context = context;
        this.command = command;
        this.done = done;
        this.endNanos = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Math.min(command.maxWait().toMillis(), MAX_WAIT_MS));
        this.offsets = new long[command.sources().size()];
        this.results = new PartitionRecords[offsets.length];
        this.budget = new Budget(command.maxRecords(), command.maxBytes());
    }

    void begin() {
        List<Integer> sought = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            switch (source(i).start()) {
                case Start.At at -> offsets[i] = at.offset();
                case Start.Found found -> sought.add(i);
            }
        }
        find(sought, false);
    }

    private Source source(int index) {
        return command.sources().get(index);
    }

    /** Looks up where to begin; {@code ends} where there is nothing to be found, so that the end of the log is wanted. */
    private void find(List<Integer> sought, boolean ends) {
        if (sought.isEmpty()) {
            fetch();
            return;
        }
        List<OffsetQuery> queries = sought.stream()
                .map(i -> new OffsetQuery(
                        source(i).partition(),
                        -1,
                        ends || !(source(i).start() instanceof Start.Found found)
                                ? new OffsetSpec.Latest()
                                : found.spec(),
                        command.committedOnly()))
                .toList();
        records.offsets(context, queries).whenComplete((answers, failure) -> {
            if (failure == null) {
                found(sought, answers);
            } else {
                sought.forEach(i -> fail(i, Failures.code(failure), Failures.message(failure)));
                finish();
            }
        });
    }

    private void found(List<Integer> sought, List<OffsetAnswer> answers) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            OffsetAnswer answer = answers.get(i);
            int index = sought.get(i);
            if (answer.error() != ErrorCode.NONE) {
                fail(index, answer.error(), message(answer.error(), index));
            } else if (answer.offset() < 0) {
                missing.add(index);
            } else {
                offsets[index] = answer.offset();
            }
        }
        find(missing, true);
    }

    private void fail(int index, ErrorCode error, String message) {
        results[index] = PartitionRecords.failed(source(index).partition(), error, message);
    }

    private String message(ErrorCode error, int index) {
        return error + " for " + source(index).partition();
    }

    private void fetch() {
        List<Integer> live = live();
        if (live.isEmpty()) {
            finish();
            return;
        }
        // a failure is told at once, with what there is in the others
        int waitMs = live.size() < offsets.length ? 0 : remainingMs();
        int fetchBytes = Math.min(command.maxBytes(), MAX_FETCH_BYTES);
        List<FetchPartition> partitions = live.stream()
                .map(i -> new FetchPartition(source(i).partition(), -1, offsets[i], -1, fetchBytes))
                .toList();
        Records.Waiting fetching = records.fetch(
                context,
                new Fetch(partitions, waitMs, 1, fetchBytes, command.committedOnly()),
                fetched -> conclude(live, fetched));
        waiting = fetching;
        if (cancelled) {
            fetching.cancel();
        }
    }

    /** From another one on each time, so that a busy partition does not keep the others from being read. */
    private List<Integer> live() {
        int first = offsets.length > 1 ? ThreadLocalRandom.current().nextInt(offsets.length) : 0;
        List<Integer> live = new ArrayList<>(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            int index = (first + i) % offsets.length;
            if (results[index] == null) {
                live.add(index);
            }
        }
        return live;
    }

    private int remainingMs() {
        long left = endNanos - System.nanoTime();
        // rounded up, or the last ms would be waited for in a loop
        return left <= 0 || cancelled ? 0 : (int) ((left + 999_999) / 1_000_000);
    }

    private void conclude(List<Integer> live, List<Fetched> fetched) {
        long bytes = 0;
        boolean failed = live.size() < offsets.length;
        PartitionRecords[] found = results.clone();
        for (int i = 0; i < fetched.size(); i++) {
            Fetched one = fetched.get(i);
            int index = live.get(i);
            bytes += one.records().sizeBytes();
            found[index] = read(index, one);
            failed |= found[index].error() != ErrorCode.NONE;
        }
        fetchedBytes += bytes;
        if (failed || budget.taken() > 0 || remainingMs() == 0) {
            System.arraycopy(found, 0, results, 0, found.length);
            finish();
        } else if (bytes > 0) {
            fetch();
        } else {
            timer.answerAfter(Math.min(remainingMs(), TURNED_AWAY_MS), this::fetch);
        }
    }

    private PartitionRecords read(int index, Fetched fetched) {
        try (var slice = fetched.records()) {
            if (fetched.error() != ErrorCode.NONE) {
                return PartitionRecords.failed(
                        fetched.partition(),
                        fetched.error(),
                        fetched.error() + " for " + fetched.partition() + " at offset " + offsets[index]);
            }
            Unpacked unpacked = slice.sizeBytes() == 0
                    ? new Unpacked(List.of(), offsets[index], Optional.empty())
                    : unpacking.unpack(fetched, offsets[index], budget);
            offsets[index] = unpacked.nextOffset();
            return new PartitionRecords(
                    fetched.partition(),
                    unpacked.problem().isPresent() ? ErrorCode.CORRUPT_MESSAGE : ErrorCode.NONE,
                    unpacked.problem().orElse(""),
                    unpacked.records(),
                    unpacked.nextOffset(),
                    fetched.highWatermark(),
                    fetched.logStartOffset());
        } catch (IOException e) {
            return PartitionRecords.failed(fetched.partition(), ErrorCode.KAFKA_STORAGE_ERROR, Failures.message(e));
        }
    }

    private void finish() {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] =
                        new PartitionRecords(source(i).partition(), ErrorCode.NONE, "", List.of(), offsets[i], -1, -1);
            }
        }
        done.accept(new Result(Arrays.asList(results), budget.taken(), fetchedBytes));
    }

    @Override
    public void cancel() {
        cancelled = true;
        Records.Waiting present = waiting;
        if (present != null) {
            present.cancel();
        }
    }

    /**
     * What came of it.
     *
     * @param partitions in the order of the command
     * @param recordCount how many records there are
     * @param fetchedBytes how many bytes were fetched for them
     */
    record Result(List<PartitionRecords> partitions, int recordCount, long fetchedBytes) {}
}
