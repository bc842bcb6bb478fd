package gossip.storage.segment.log;

import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.index.FileIndexStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What tests of logs need again and again. */
final class LogFixture {
    static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);

    private LogFixture() {}

    static FaultyFiles disk(Path directory) throws IOException {
        FaultyFiles files = new FaultyFiles(directory);
        files.createDirectories(directory);
        return files;
    }

    static SegmentLogStore store(StorageFiles files, Path directory) {
        return store(files, directory, 1 << 20);
    }

    static SegmentLogStore store(StorageFiles files, Path directory, int compactionBytes) {
        LogPaths paths = LogPaths.in(directory);
        return new SegmentLogStore(
                files, paths, new OpenFiles(files, 16), new FileIndexStore(files, paths), compactionBytes);
    }

    static LogConfig config(int segmentBytes) {
        return new LogConfig(segmentBytes, Long.MAX_VALUE, -1, -1, 256, 1000, true, true);
    }

    /** Compacts at full speed; returns the bytes freed. */
    static long compact(PartitionLog log, long endOffset, Codecs codecs, long nowMs) throws IOException {
        return log.compact(CompactionOrder.of(endOffset, codecs, nowMs)).bytesFreed();
    }

    /** A batch of records whose values have so many bytes each. */
    static ByteBuffer batch(long baseOffset, int epoch, long timestampMs, int records, int valueBytes)
            throws IOException {
        RecordBatchBuilder builder =
                new RecordBatchBuilder().baseOffset(baseOffset).leaderEpoch(epoch);
        for (int i = 0; i < records; i++) {
            builder.add(NewRecord.of(timestampMs, "key-" + (baseOffset + i), "v".repeat(valueBytes)));
        }
        return builder.build();
    }

    static ByteBuffer batch(long baseOffset, int valueBytes) throws IOException {
        return batch(baseOffset, 0, baseOffset, 1, valueBytes);
    }

    /** Everything from an offset on, batch by batch, slice after slice. */
    static List<ByteBuffer> readAll(PartitionLog log, long from) throws IOException {
        List<ByteBuffer> found = new ArrayList<>();
        long next = from;
        while (next < log.logEndOffset()) {
            try (RecordSlice slice = log.read(next, log.logEndOffset(), 3000, true)) {
                ByteBuffer bytes = slice.toBuffer();
                int at = 0;
                while (bytes.limit() - at >= RecordBatch.HEADER_BYTES
                        && RecordBatch.header(bytes, at).end() <= bytes.limit()) {
                    RecordBatch batch = RecordBatch.at(bytes, at);
                    found.add(batch.bytes());
                    next = batch.nextOffset();
                    at = batch.end();
                }
                if (slice.sizeBytes() == 0) {
                    next = log.logEndOffset();
                }
            }
        }
        return found;
    }
}
