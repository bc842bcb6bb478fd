package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A write-ahead log whose syncs can be held back, counted, and made to fail. */
final class GatedWal implements WriteAheadLog {
    private final WriteAheadLog wal;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    final AtomicInteger syncs = new AtomicInteger();
    final AtomicInteger appends = new AtomicInteger();
    volatile IOException syncFailure;
    volatile IOException appendFailure;

    GatedWal(WriteAheadLog wal) {
        this.wal = wal;
    }

    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    @Override
    public void replay(Visitor visitor) throws IOException {
        wal.replay(visitor);
    }

    @Override
    public void reset() throws IOException {
        wal.reset();
    }

    @Override
    public long append(PartitionId id, ByteBuffer batches) throws IOException {
        IOException failure = appendFailure;
        if (failure != null) {
            throw failure;
        }
        appends.incrementAndGet();
        return wal.append(id, batches);
    }

    @Override
    public long sync() throws IOException {
        syncs.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        IOException failure = syncFailure;
        if (failure != null) {
            throw failure;
        }
        return wal.sync();
    }

    @Override
    public long end() {
        return wal.end();
    }

    @Override
    public long sizeBytes() {
        return wal.sizeBytes();
    }

    @Override
    public void trim(long lsn) throws IOException {
        wal.trim(lsn);
    }

    @Override
    public void close() throws IOException {
        wal.close();
    }
}
