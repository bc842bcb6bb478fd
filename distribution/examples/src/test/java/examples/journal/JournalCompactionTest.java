package examples.journal;

import gossip.api.storage.LogStore;
import gossip.tck.CompactionContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JournalCompactionTest extends CompactionContract {
    @TempDir
    private Path directory;

    @Override
    protected LogStore openStore() throws IOException {
        return new JournalStore(directory);
    }
}
