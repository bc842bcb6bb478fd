package gossip.plugins.grpc.service;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Records;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.record.StoredRecord;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.call.Pace;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.ConsumeRequest;
import gossip.plugins.grpc.v1.ConsumeResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Records on their way to one client, which gets the next when it has taken those before. */
final class ConsumeStream {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Broker broker;
    private final Executor executor;
    private final RequestContext caller;
    private final Outlet<ConsumeResponse> outlet;
    private final Pace pace;
    private final boolean untilEnd;
    private final boolean committedOnly;
    private final Sources sources;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long left;
    private boolean isReading;
    private boolean isOver;
    private Records.@Nullable Waiting waiting;

    ConsumeStream(
            Broker broker,
            Executor executor,
            RequestContext caller,
            ConsumeRequest request,
            Outlet<ConsumeResponse> outlet,
            Pace pace) {
        if (request.getMaxRecords() < 0) {
            throw Statuses.invalid("max_records is " + request.getMaxRecords() + "; 0 is for no limit");
        }
        this.broker = broker;
        this.executor = executor;
        this.caller = caller;
        this.outlet = outlet;
        this.pace = pace;
        this.untilEnd = request.getUntilEnd();
        this.committedOnly = !request.getReadUncommitted();
        this.left = request.getMaxRecords() == 0 ? Long.MAX_VALUE : request.getMaxRecords();
        this.sources = new Sources(request, broker.cluster().metadata());
    }

    synchronized void begin() {
        if (!untilEnd) {
            advance();
            return;
        }
        isReading = true;
        List<OffsetQuery> queries = sources.partitions().stream()
                .map(partition -> new OffsetQuery(partition, -1, new OffsetSpec.Latest(), committedOnly))
                .toList();
        broker.records()
                .offsets(caller, queries)
                .whenCompleteAsync((answers, failure) -> ended(answers, failure), executor);
    }

    private synchronized void ended(@Nullable List<OffsetAnswer> answers, @Nullable Throwable failure) {
        isReading = false;
        if (answers == null) {
            fail(failure == null ? new IllegalStateException("no offsets") : failure);
            return;
        }
        for (OffsetAnswer answer : answers) {
            if (answer.error() != ErrorCode.NONE) {
                fail(Statuses.of(answer.error(), answer.error() + " for " + answer.partition()));
                return;
            }
            ends.put(answer.partition(), answer.offset());
        }
        advance();
    }

    /** Called when the client takes more, and after each step. */
    synchronized void advance() {
        if (isReading || isOver || !outlet.isReady()) {
            return;
        }
        if (!untilEnd) {
            sources.grow(broker.cluster().metadata());
        }
        if (left == 0 || sources.isEmpty()) {
            over();
            outlet.end();
            return;
        }
        isReading = true;
        int bytes = pace.begin();
        waiting = broker.messages()
                .read(
                        caller,
                        new Read(
                                sources.all(),
                                (int) Math.min(left, Pace.MAX_RECORDS),
                                bytes,
                                pace.wait(untilEnd ? PATIENCE : FOREVER),
                                committedOnly),
                        read -> executor.execute(() -> brought(read)));
    }

    private synchronized void brought(List<PartitionRecords> read) {
        isReading = false;
        waiting = null;
        if (isOver) {
            return;
        }
        ConsumeResponse.Builder response = ConsumeResponse.newBuilder();
        long bytes = 0;
        for (PartitionRecords one : read) {
            if (one.error() == ErrorCode.NONE) {
                PartitionRecords wanted = untilEnd ? beforeEnd(one) : one;
                bytes += Wire.add(wanted, response);
                left -= wanted.records().size();
                move(wanted, response);
            }
        }
        pace.end(response.getRecordsCount(), bytes);
        if (response.getRecordsCount() > 0 || response.getPositionsCount() > 0) {
            outlet.next(response.build());
        }
        for (PartitionRecords one : read) {
            if (one.error() != ErrorCode.NONE) {
                fail(Statuses.of(one.error(), one.message()));
                return;
            }
        }
        advance();
    }

    private PartitionRecords beforeEnd(PartitionRecords read) {
        long end = ends.getOrDefault(read.partition(), Long.MAX_VALUE);
        if (read.nextOffset() <= end) {
            return read;
        }
        List<StoredRecord> records =
                read.records().stream().filter(record -> record.offset() < end).toList();
        return new PartitionRecords(
                read.partition(),
                read.error(),
                read.message(),
                records,
                end,
                read.highWatermark(),
                read.logStartOffset());
    }

    private void move(PartitionRecords read, ConsumeResponse.Builder response) {
        if (sources.move(read)) {
            response.addPositions(Wire.position(read.partition(), read.nextOffset()));
        }
        if (untilEnd && read.nextOffset() >= ends.getOrDefault(read.partition(), Long.MAX_VALUE)) {
            sources.finish(read.partition());
        }
    }

    private void over() {
        isOver = true;
        pace.release();
        Records.Waiting present = waiting;
        if (present != null) {
            present.cancel();
        }
    }

    /** Ends the call with a failure. */
    synchronized void fail(Throwable failure) {
        if (!isOver) {
            over();
            outlet.fail(failure);
        }
    }

    /** The client is gone. */
    synchronized void gone() {
        over();
    }
}
