package gossip.storage.segment.index;

import gossip.api.PartitionId;
import gossip.api.storage.IndexStore;
import gossip.api.storage.SegmentIndex;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.StorageFiles;
import java.io.IOException;

/** Keeps each index in a file beside its segment. A file exists only once an index has more than one block, or is closed. */
public final class FileIndexStore implements IndexStore {
    private final StorageFiles files;
    private final LogPaths paths;

    /**
     * Creates the store.
     *
     * @param files where the indexes lie
     * @param paths their layout
     */
    public FileIndexStore(StorageFiles files, LogPaths paths) {
        this.files = files;
        this.paths = paths;
    }

    @Override
    public SegmentIndex open(PartitionId id, long baseOffset) throws IOException {
        return FileSegmentIndex.open(files, paths.file(id, baseOffset, LogPaths.INDEX_SUFFIX), baseOffset);
    }

    @Override
    public void delete(PartitionId id, long baseOffset) throws IOException {
        files.delete(paths.file(id, baseOffset, LogPaths.INDEX_SUFFIX));
    }
}
