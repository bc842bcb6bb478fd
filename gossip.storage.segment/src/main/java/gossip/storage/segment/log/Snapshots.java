package gossip.storage.segment.log;

import gossip.api.storage.PartitionLog.StateSnapshot;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Snapshots of derived state, a file each. One that is damaged is passed over, for the state can be derived from the one
 * before and the records. The caller holds the log's maintenance lock.
 *
 * <pre>
 *  0 magic int32      4 crc int32 (of everything from 8 on)      8 offset int64      16 state
 * </pre>
 */
final class Snapshots {
    private static final System.Logger LOG = System.getLogger("gossip.storage.log");
    private static final int MAGIC = 0x47534e50;
    private static final int HEADER_BYTES = 16;
    private static final int KEPT = 2;

    private final LogState state;

    Snapshots(LogState state) {
        this.state = state;
    }

    void save(long offset, ByteBuffer content) throws IOException {
        state.requireWritable();
        state.ensureDirectory();
        // the snapshot's reader does not look for aborted transactions below it again
        state.aborted().flush();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + content.remaining());
        bytes.putInt(MAGIC).putInt(0).putLong(offset).put(content.duplicate());
        bytes.putInt(4, crc(bytes)).flip();
        Path path = state.snapshotPath(offset);
        Path temporary = path.resolveSibling(path.getFileName() + StorageFiles.TEMPORARY_SUFFIX);
        try (StorageFile file = state.files().open(temporary, Mode.CREATE)) {
            file.truncate(0);
            file.write(bytes, 0);
            file.force(false);
        }
        // the rename itself may get lost: then the snapshot before is used
        state.files().rename(temporary, path);
        List<Long> all = offsets();
        for (long old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            state.files().delete(state.snapshotPath(old));
        }
    }

    Optional<StateSnapshot> latest() throws IOException {
        for (long offset : offsets()) {
            if (offset <= state.logEndOffset()) {
                Optional<StateSnapshot> snapshot = read(offset);
                if (snapshot.isPresent()) {
                    return snapshot;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<StateSnapshot> read(long offset) throws IOException {
        ByteBuffer bytes;
        try (StorageFile file = state.files().open(state.snapshotPath(offset), Mode.READ)) {
            bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.readFully(bytes, 0);
        }
        if (bytes.capacity() < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4) != crc(bytes)
                || bytes.getLong(8) != offset) {
            LOG.log(Level.WARNING, state.snapshotPath(offset) + " is damaged; an older snapshot is used");
            return Optional.empty();
        }
        return Optional.of(
                new StateSnapshot(offset, bytes.position(HEADER_BYTES).slice()));
    }

    /** Deletes those that cover more than the records below an offset. */
    void deleteBeyond(long endOffset) throws IOException {
        for (long offset : offsets()) {
            if (offset > endOffset) {
                state.files().delete(state.snapshotPath(offset));
            }
        }
    }

    /** Newest first. */
    private List<Long> offsets() throws IOException {
        return state.files().list(state.directory()).stream()
                .filter(name -> name.endsWith(LogPaths.SNAPSHOT_SUFFIX))
                .flatMap(name -> LogPaths.offsetOf(name, LogPaths.SNAPSHOT_SUFFIX).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(8, bytes.capacity() - 8));
        return (int) crc.getValue();
    }
}
