package gossip.core.pipeline;

import gossip.api.RecordSlice;
import gossip.api.broker.Records.Aborted;
import gossip.api.record.RecordBatch;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Finds the aborted transactions among records that were read. Reader threads; a log without any costs nothing. */
final class AbortedIn {
    private AbortedIn() {}

    /**
     * Those that have records in a slice.
     *
     * @param log where the slice is from
     * @param slice what was read
     * @param fromOffset first offset wanted
     * @return by the offset of their markers
     */
    static List<Aborted> find(PartitionLog log, RecordSlice slice, long fromOffset) throws IOException {
        if (slice.sizeBytes() == 0 || log.newestAborted() < fromOffset) {
            return List.of();
        }
        try {
            return log.abortedTransactions(fromOffset, endOf(slice, fromOffset)).stream()
                    .map(transaction -> new Aborted(transaction.producerId(), transaction.firstOffset()))
                    .toList();
        } catch (IOException | RuntimeException e) {
            slice.close();
            throw e;
        }
    }

    /** The end of the last whole batch; what is cut off after it is of no use to the client. */
    private static long endOf(RecordSlice slice, long fromOffset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RecordBatch.HEADER_BYTES);
        long end = fromOffset;
        int at = 0;
        while (slice.sizeBytes() - at >= RecordBatch.HEADER_BYTES) {
            slice.copyTo(at, header.clear());
            RecordBatch batch = RecordBatch.header(header, 0);
            if (batch.sizeBytes() < RecordBatch.HEADER_BYTES || batch.sizeBytes() > slice.sizeBytes() - at) {
                return end;
            }
            end = batch.nextOffset();
            at += batch.sizeBytes();
        }
        return end;
    }
}
