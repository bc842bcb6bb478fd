package gossip.plugins.kafka.reply;

import gossip.api.RecordSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.BaseRecords;

/** Writes a response into a buffer, and remembers where records belong that are not copied into it. */
final class ReplyAccessor extends ByteBufferAccessor {
    /** Up to here one copy is cheaper than the system calls that sending from a file takes. */
    private static final int COPY_LIMIT_BYTES = 32 << 10;

    private final List<Cut> cuts = new ArrayList<>(4);

    ReplyAccessor(ByteBuffer buffer) {
        super(buffer);
    }

    static boolean isCopied(int sizeBytes) {
        return sizeBytes <= COPY_LIMIT_BYTES;
    }

    List<Cut> cuts() {
        return cuts;
    }

    @Override
    public void writeRecords(BaseRecords records) {
        if (!(records instanceof SliceRecords run)) {
            super.writeRecords(records);
        } else if (isCopied(run.sizeInBytes())) {
            copy(run.slice());
        } else {
            cuts.add(new Cut(buffer().position(), run.slice()));
        }
    }

    private void copy(RecordSlice slice) {
        ByteBuffer target = buffer();
        int end = target.position() + slice.sizeBytes();
        int limit = target.limit();
        try (slice) {
            slice.copyTo(0, target.limit(end));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read records that a client asked for", e);
        } finally {
            target.limit(limit);
        }
        target.position(end);
    }

    /**
     * A place where records go between the bytes of the buffer.
     *
     * @param position bytes of the buffer before it
     * @param slice the records
     */
    record Cut(int position, RecordSlice slice) {}
}
