package gossip.storage.segment.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.storage.segment.file.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    @TempDir
    Path directory;

    private FaultyFiles files;
    private OpenFiles pool;

    @BeforeEach
    void create() throws IOException {
        files = new FaultyFiles(directory.resolve("disk"));
        files.createDirectories(directory.resolve("disk"));
        pool = new OpenFiles(files, 3);
    }

    private PooledFile file(int number) {
        return pool.file(directory.resolve("disk/" + number));
    }

    @Test
    void idleFilesAreClosedForOthers() throws IOException {
        List<PooledFile> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(file(i));
            all.get(i).create().release();
            assertThat(pool.count()).isLessThanOrEqualTo(3);
        }
        all.getFirst().hold().release();
        assertThat(pool.count()).isEqualTo(3);
    }

    @Test
    void filesInUseAreNotClosed() throws IOException {
        List<OpenFile> held = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            held.add(file(i).create());
        }
        for (OpenFile open : held) {
            assertThat(open.file().size()).isZero();
            open.release();
        }
        file(9).create().release();
        assertThat(pool.count()).isLessThanOrEqualTo(3);
    }

    @Test
    void aDirtyFileIsSyncedBeforeItIsClosed() throws IOException {
        OpenFile dirty = file(0).create();
        dirty.file().write(ByteBuffer.wrap(new byte[] {42}), 0);
        dirty.markDirty();
        dirty.release();
        for (int i = 1; i < 10; i++) {
            file(i).create().release();
        }
        assertThat(files.forces()).isEqualTo(1);
    }

    @Test
    void aFailedSyncBeforeClosingIsRemembered() throws IOException {
        PooledFile failing = file(0);
        OpenFile dirty = failing.create();
        dirty.file().write(ByteBuffer.wrap(new byte[] {42}), 0);
        dirty.markDirty();
        dirty.release();
        files.failNext(Operation.FORCE, path -> true);
        for (int i = 1; i < 10; i++) {
            file(i).create().release();
        }
        assertThat(failing.failure()).isPresent();
    }

    @Test
    void aRetiredFileStaysReadableForItsHoldersOnly() throws IOException {
        PooledFile file = file(0);
        OpenFile held = file.create();
        file.retire();
        assertThat(held.file().size()).isZero();
        held.release();
        assertThatThrownBy(held.file()::size).isInstanceOf(IOException.class);
        assertThatThrownBy(file::hold).isInstanceOf(RetiredFileException.class);
        assertThat(pool.count()).isZero();
    }
}
