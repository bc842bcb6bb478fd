package gossip.plugins.kafka.memory;

import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One partition, in a file of its own, so that records are sent from a file as in a real broker. Not thread-safe. */
final class MemoryLog implements AutoCloseable {
    private final List<Stored> batches = new ArrayList<>();
    private final AtomicInteger openSlices;
    private final Supplier<SliceKind> sliceKind;
    private final FileChannel file;
    private long size;
    private long startOffset;
    private long nextOffset;

    MemoryLog(AtomicInteger openSlices, Supplier<SliceKind> sliceKind) {
        this.openSlices = openSlices;
        this.sliceKind = sliceKind;
        try {
            Path path = Files.createTempFile("memory-log", ".bin");
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long append(ByteBuffer bytes) {
        long first = nextOffset;
        int position = bytes.position();
        while (position < bytes.limit()) {
            RecordBatch batch = RecordBatch.at(bytes, position);
            if (!batch.isIntact()) {
                throw new IllegalArgumentException("checksum");
            }
            batch.assign(nextOffset, 0);
            position = batch.end();
            batches.add(new Stored(size, batch.baseOffset(), batch.nextOffset(), batch.sizeBytes()));
            nextOffset = batch.nextOffset();
            write(batch.bytes());
        }
        return first;
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                size += file.write(bytes, size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long startOffset() {
        return startOffset;
    }

    long endOffset() {
        return nextOffset;
    }

    void deleteBefore(long offset) {
        startOffset = offset;
    }

    /** What lies from an offset on, whole batches only, at least one. */
    RecordSlice read(long offset, int maxBytes) {
        long from = -1;
        long bytes = 0;
        for (Stored batch : batches) {
            if (batch.nextOffset() <= offset) {
                continue;
            }
            if (from >= 0 && bytes + batch.sizeBytes() > maxBytes) {
                break;
            }
            from = from < 0 ? batch.position() : from;
            bytes += batch.sizeBytes();
        }
        return from < 0 ? RecordSlice.EMPTY : new Slice(from, (int) bytes);
    }

    Optional<StoredRecord> find(long timestampMs) {
        return records().stream()
                .filter(record -> record.timestampMs() >= timestampMs)
                .findFirst();
    }

    Optional<StoredRecord> latest() {
        return records().stream().max((a, b) -> Long.compare(a.timestampMs(), b.timestampMs()));
    }

    private List<StoredRecord> records() {
        try (RecordSlice all = read(0, Integer.MAX_VALUE)) {
            return new RecordReader(Codecs.NONE, Integer.MAX_VALUE).readAll(all.toBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Stored(long position, long baseOffset, long nextOffset, int sizeBytes) {}

    private final class Slice implements RecordSlice {
        private final long position;
        private final int sizeBytes;
        private final AtomicBoolean closed = new AtomicBoolean();

        Slice(long position, int sizeBytes) {
            this.position = position;
            this.sizeBytes = sizeBytes;
            openSlices.incrementAndGet();
        }

        @Override
        public int sizeBytes() {
            return sizeBytes;
        }

        @Override
        public void copyTo(int from, ByteBuffer target) throws IOException {
            if (closed.get()) {
                throw new IOException("used after close");
            }
            for (long at = position + from; target.hasRemaining(); ) {
                at += file.read(target, at);
            }
        }

        @Override
        public Optional<FileRegion> file() {
            return switch (sliceKind.get()) {
                case FILE -> Optional.of(new FileRegion(file, position));
                case FOREIGN_FILE -> Optional.of(new FileRegion(new ForeignChannel(file), position));
                case SHORT_FILE -> Optional.of(new FileRegion(file, size - sizeBytes / 2));
                case SHORT_FOREIGN_FILE -> Optional.of(new FileRegion(new ForeignChannel(file), size - sizeBytes / 2));
                case MEMORY -> Optional.empty();
            };
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                openSlices.decrementAndGet();
            }
        }
    }
}
