package gossip.plugins.rest.data;

import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.record.Header;
import gossip.api.record.StoredRecord;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What a read holds of the budget of all reads: first what it may find, then at least what it found. Used by one thread. */
final class Share implements AutoCloseable {
    /** The JSON of records takes about as much again as the records, and is copied as it grows. */
    static final int COPIES = 3;

    /** What a record takes beyond its bytes. */
    private static final int OBJECT_BYTES = 64;

    private final ByteBudget budget;
    private long bytes;

    /** Holds bytes that were taken of a budget. */
    Share(ByteBudget budget, long bytes) {
        this.budget = budget;
        this.bytes = bytes;
    }

    /** Counts what was found, if it is more than was thought: a record, or a batch, can be larger than what is asked for. */
    void found(List<PartitionRecords> records) {
        long size = 0;
        for (PartitionRecords one : records) {
            for (StoredRecord record : one.records()) {
                size += size(record);
            }
        }
        hold(Math.max(bytes, COPIES * size));
    }

    private static long size(StoredRecord record) {
        long size = OBJECT_BYTES + size(record.key()) + size(record.value());
        for (Header header : record.headers()) {
            size += OBJECT_BYTES + header.key().length() + size(header.value());
        }
        return size;
    }

    private static long size(Optional<ByteBuffer> content) {
        return content.map(ByteBuffer::remaining).orElse(0);
    }

    /** Holds what the answer takes until the client has taken it. */
    Response untilTaken(Request request, Response response) {
        hold(response instanceof Response.Whole whole ? whole.body().length : 0);
        Share kept = new Share(budget, bytes);
        bytes = 0;
        request.onAnswered(kept::close);
        return response;
    }

    private void hold(long wanted) {
        if (wanted > bytes) {
            budget.add(wanted - bytes);
        } else {
            budget.give(bytes - wanted);
        }
        bytes = wanted;
    }

    @Override
    public void close() {
        hold(0);
    }
}
