package gossip.storage.segment.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.storage.CorruptLogException;
import gossip.storage.segment.file.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotFileTest {
    @TempDir
    Path directory;

    private FaultyFiles files;
    private Path path;

    @BeforeEach
    void create() throws IOException {
        files = new FaultyFiles(directory.resolve("disk"));
        files.createDirectories(directory.resolve("disk"));
        path = directory.resolve("disk/state");
    }

    private SlotFile loaded() throws IOException {
        SlotFile file = new SlotFile(files, path);
        file.read();
        return file;
    }

    private int stored() throws IOException {
        return new SlotFile(files, path).read().orElseThrow().getInt();
    }

    private static ByteBuffer state(int value) {
        return ByteBuffer.allocate(4).putInt(0, value);
    }

    @Test
    void thereIsNoStateWithoutAFile() throws IOException {
        assertThat(new SlotFile(files, path).read()).isEmpty();
    }

    @Test
    void theLastStateIsRead() throws IOException {
        SlotFile file = loaded();
        for (int i = 0; i < 5; i++) {
            file.write(state(i));
            assertThat(stored()).isEqualTo(i);
        }
        loaded().write(state(77));
        assertThat(stored()).isEqualTo(77);
    }

    @Test
    void aStateMayOutgrowItsSlot() throws IOException {
        SlotFile file = loaded();
        file.write(state(1));
        file.write(ByteBuffer.allocate(100_000).putInt(0, 2));
        file.write(state(3));
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void aTornWriteLeavesTheStateBefore() throws IOException {
        SlotFile file = loaded();
        file.write(state(1));
        file.write(state(2));
        files.failNext(Operation.WRITE, path::equals);
        assertThatThrownBy(() -> file.write(state(3))).isInstanceOf(IOException.class);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void powerLossDuringAWriteLeavesOneOfTheTwoStates() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            SlotFile file = loaded();
            file.write(state(1));
            files.failNext(Operation.FORCE, path::equals);
            assertThatThrownBy(() -> file.write(state(2))).isInstanceOf(IOException.class);
            files = files.powerOff(seed);
            assertThat(stored()).isIn(1, 2);
        }
    }

    @Test
    void aStateThatOnlyThePageCacheHasIsNotBuiltUpon() throws IOException {
        boolean finished = false;
        for (int point = 0; !finished; point++) {
            finished = true;
            for (int seed = 0; seed < 20; seed++) {
                finished &= isWrittenOverAFailedSync(point, seed);
            }
        }
    }

    private boolean isWrittenOverAFailedSync(int operations, int seed) throws IOException {
        files = files.powerOff(seed * 0x9e3779b97f4a7c15L);
        files.delete(path);
        SlotFile earlier = loaded();
        earlier.write(large(1));
        files.failNext(Operation.FORCE, path::equals);
        assertThatThrownBy(() -> earlier.write(large(2))).isInstanceOf(IOException.class);

        SlotFile later = loaded();
        files.losePowerAfter(operations);
        boolean written = true;
        try {
            later.write(large(3));
        } catch (IOException e) {
            written = false;
        }

        files = files.powerOff(seed * 0x9e3779b97f4a7c15L);
        assertThat(stored()).isIn(written ? new Integer[] {3} : new Integer[] {1, 2, 3});
        return written;
    }

    /** Of several sectors, so that it can be torn. */
    private static ByteBuffer large(int value) {
        ByteBuffer state = ByteBuffer.allocate(3000);
        while (state.hasRemaining()) {
            state.putInt(value);
        }
        return state.flip();
    }

    @Test
    void aConfirmedStateIsDurable() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            files = files.powerOff(seed);
            files.delete(path);
            SlotFile earlier = loaded();
            earlier.write(state(1));
            files.failNext(Operation.FORCE, path::equals);
            assertThatThrownBy(() -> earlier.write(state(2))).isInstanceOf(IOException.class);

            loaded().confirm();

            files = files.powerOff(seed);
            assertThat(stored()).isEqualTo(2);
        }
    }

    @Test
    void damageToBothStatesIsReported() throws IOException {
        SlotFile file = loaded();
        file.write(state(1));
        file.write(state(2));
        files.flipBit(path, 20);
        assertThat(stored()).isEqualTo(1);
        files.flipBit(path, 4096 + 20);
        assertThatThrownBy(this::stored).isInstanceOf(CorruptLogException.class).hasMessageContaining(path.toString());
    }
}
