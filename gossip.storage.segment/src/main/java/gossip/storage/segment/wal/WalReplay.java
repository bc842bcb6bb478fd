package gossip.storage.segment.wal;

import gossip.api.PartitionId;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.WriteAheadLog.Visitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the entries back. Where they stop, it tells a torn end, which was never acknowledged, from damage to what had been
 * synced: only in the second case an entry of a later group exists.
 */
final class WalReplay {
    private static final int CHUNK_BYTES = 1 << 20;

    private final List<WalFile> byGeneration;
    private final Visitor visitor;
    /** Of the entry that was read last. */
    private PartitionId partition = new PartitionId(new UUID(0, 0), 0);

    private long groupLsn;
    private final List<Stretch> read = new ArrayList<>();
    private long lastGroupLsn;

    WalReplay(List<WalFile> files, Visitor visitor) {
        List<WalFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(WalFile::generation));
        this.byGeneration = sorted;
        this.visitor = visitor;
    }

    /**
     * A part of the log that lies in one file.
     *
     * @param endLsn exclusive
     */
    record Stretch(WalFile file, long fromLsn, long endLsn) {}

    /** Visits everything from an LSN on and returns the LSN after the last entry. */
    long run(long fromLsn) throws IOException {
        Optional<WalFile> file = fileHolding(fromLsn);
        long lsn = fromLsn;
        while (file.isPresent()) {
            WalFile current = file.orElseThrow();
            lsn = readFile(current, lsn);
            file = successor(current, lsn);
        }
        requireNothingSyncedBeyond(lsn);
        return lsn;
    }

    /**
     * Where the entries lie that were written last. Each of them proves that everything before their group was synced; that
     * they were themselves, nothing does.
     */
    List<Stretch> lastGroup() {
        return read.stream()
                .filter(stretch -> stretch.endLsn > lastGroupLsn)
                .map(stretch -> new Stretch(stretch.file, Math.max(stretch.fromLsn, lastGroupLsn), stretch.endLsn))
                .toList();
    }

    private Optional<WalFile> fileHolding(long lsn) {
        return byGeneration.reversed().stream()
                .filter(file -> file.generation() > 0 && file.baseLsn() <= lsn && lsn <= file.endLsn())
                .findFirst();
    }

    private Optional<WalFile> successor(WalFile file, long lsn) {
        return byGeneration.stream()
                .filter(next -> next.generation() > file.generation() && next.baseLsn() == lsn)
                .findFirst();
    }

    private long readFile(WalFile file, long fromLsn) throws IOException {
        ReadWindow window = new ReadWindow(file.file(), file.capacity());
        long lsn = fromLsn;
        Optional<ByteBuffer> payload = payloadAt(file, window, lsn);
        while (payload.isPresent()) {
            ByteBuffer batches = payload.orElseThrow();
            int length = batches.remaining();
            visitor.entry(partition, batches);
            lsn += WalEntry.HEADER_BYTES + length;
            lastGroupLsn = groupLsn;
            payload = payloadAt(file, window, lsn);
        }
        if (lsn > fromLsn) {
            read.add(new Stretch(file, fromLsn, lsn));
        }
        return lsn;
    }

    private Optional<ByteBuffer> payloadAt(WalFile file, ReadWindow window, long lsn) throws IOException {
        long position = file.position(lsn);
        Optional<ByteBuffer> header = window.at(position, WalEntry.HEADER_BYTES);
        if (header.isEmpty() || !WalEntry.isHeader(header.orElseThrow(), 0, file.generation(), lsn)) {
            return Optional.empty();
        }
        int length = WalEntry.length(header.orElseThrow(), 0);
        int crc = WalEntry.payloadCrc(header.orElseThrow(), 0);
        partition = WalEntry.partition(header.orElseThrow(), 0);
        groupLsn = WalEntry.group(header.orElseThrow(), 0);
        return window.at(position + WalEntry.HEADER_BYTES, length)
                .filter(payload -> WalEntry.crc(payload, 0, length) == crc);
    }

    private void requireNothingSyncedBeyond(long lsn) throws IOException {
        for (WalFile file : byGeneration) {
            boolean cannotHoldLater = file.generation() == 0 || file.generation() > 0 && file.endLsn() < lsn;
            if (!cannotHoldLater) {
                scan(file, lsn);
            }
        }
    }

    private void scan(WalFile file, long lsn) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        long position = file.generation() > 0 && file.baseLsn() <= lsn ? file.position(lsn) : WalFile.HEADER_BYTES;
        while (file.capacity() - position >= WalEntry.HEADER_BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, file.capacity() - position));
            file.file().readFully(chunk, position);
            int last = chunk.limit() - WalEntry.HEADER_BYTES;
            for (int at = 0; at <= last; at++) {
                if (WalEntry.provesSynced(chunk, at, lsn) && WalEntry.isAt(chunk, at, file, position + at)) {
                    throw damaged(lsn, file, position + at);
                }
            }
            position += last + 1;
        }
    }

    private CorruptLogException damaged(long lsn, WalFile witness, long position) {
        String place = fileHolding(lsn)
                .map(file -> file.file().path() + " at position " + file.position(lsn))
                .orElse("a file that is missing or whose header is damaged");
        return new CorruptLogException("the write-ahead log is damaged in " + place + " (LSN " + lsn
                + "): an entry synced later is intact in " + witness.file().path() + " at position " + position
                + "; restore the directory, or move it away to go on without the records that are only there");
    }
}
