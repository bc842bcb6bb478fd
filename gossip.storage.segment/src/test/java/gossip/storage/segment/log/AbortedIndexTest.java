package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.storage.AbortedTransaction;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.index.FileIndexStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slow disk does not stop whoever adds to the index, and what is added meanwhile is not lost. */
class AbortedIndexTest {
    private static final long END = 1000;
    private static final Executor EACH_ITS_THREAD =
            task -> Thread.ofPlatform().daemon().name("gossip-test").start(task);

    private final TempDirectory root = new TempDirectory();
    private final Path directory = root.path().resolve("disk");
    private final FaultyFiles files = LogFixture.disk(directory);
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    AbortedIndexTest() throws IOException {
        // the disk of each test
    }

    @AfterEach
    void delete() throws IOException {
        goesOn.countDown();
        root.close();
    }

    @Test
    void entriesAreAddedWhileOthersAreSynced() throws IOException {
        AbortedIndex index = filled();

        addsWhile(index::flush, index, Operation.FORCE, "aborted");

        index.flush();
        assertThat(afterPowerLoss()).containsExactly(10L, 20L, 30L, 40L);
    }

    @ParameterizedTest
    @CsvSource({"FORCE,aborted.tmp", "SYNC_DIRECTORY,-3"})
    void entriesAreAddedWhileOthersAreForgotten(Operation operation, String name) throws IOException {
        AbortedIndex index = filled();
        index.flush();

        addsWhile(() -> index.forget(Set.of(10L, 20L)), index, operation, name);

        assertThat(markers(index)).containsExactly(30L, 40L);
        index.flush();
        assertThat(afterPowerLoss()).containsExactly(30L, 40L);
    }

    @Test
    void entriesAreAddedWhileOthersAreRead() throws IOException {
        AbortedIndex index = filled();

        addsWhile(() -> index.find(0, END), index, Operation.READ, "aborted");

        assertThat(markers(index)).containsExactly(10L, 20L, 30L, 40L);
    }

    @Test
    void aReadThatIsOvertakenByForgettingIsMadeAgain() throws IOException {
        AbortedIndex index = filled();
        stall(Operation.READ, "aborted");
        CompletableFuture<List<Long>> read = CompletableFuture.supplyAsync(() -> markers(index), EACH_ITS_THREAD);
        await(stalled);
        index.truncateTo(15);
        index.add(aborted(25));

        goesOn.countDown();

        assertThat(read.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(10L, 25L);
    }

    @Test
    void aSyncThatFailedIsNotTakenForDone() throws IOException {
        AbortedIndex index = filled();
        files.failNext(Operation.FORCE, path -> path.endsWith("aborted"));
        int before = files.forces();

        assertThatThrownBy(index::flush).isInstanceOf(IOException.class);
        index.flush();

        assertThat(files.forces()).isEqualTo(before + 1);
    }

    private AbortedIndex filled() throws IOException {
        AbortedIndex index = index(files);
        for (long marker = 10; marker <= 30; marker += 10) {
            index.add(aborted(marker));
        }
        return index;
    }

    private AbortedIndex index(FaultyFiles disk) {
        LogPaths paths = LogPaths.in(directory);
        LogState state = new LogState(
                ID,
                LogFixture.config(1000),
                new LogState.LogEnvironment(disk, paths, new OpenFiles(disk, 16), new FileIndexStore(disk, paths)));
        return state.aborted();
    }

    private static AbortedTransaction aborted(long marker) {
        return new AbortedTransaction(7, marker - 5, marker, marker - 5);
    }

    private void addsWhile(FileWork work, AbortedIndex index, Operation operation, String name) throws IOException {
        stall(operation, name);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> unchecked(work), EACH_ITS_THREAD);
        await(stalled);

        CompletableFuture<Void> added =
                CompletableFuture.runAsync(() -> unchecked(() -> index.add(aborted(40))), EACH_ITS_THREAD);

        assertThat(added).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(slow).isNotDone();
        goesOn.countDown();
        slow.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void stall(Operation operation, String name) {
        files.beforeNext(operation, path -> path.toString().endsWith(name), () -> {
            stalled.countDown();
            await(goesOn);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> afterPowerLoss() throws IOException {
        for (String parent : List.of("logs/" + ID, "logs", ".")) {
            files.syncDirectory(directory.resolve(parent));
        }
        AbortedIndex index = index(files.powerOff(3));
        index.open(END);
        return markers(index);
    }

    private static List<Long> markers(AbortedIndex index) {
        try {
            return index.find(0, END).stream()
                    .map(AbortedTransaction::lastOffset)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unchecked(FileWork work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that uses the disk. */
    @FunctionalInterface
    private interface FileWork {
        void run() throws IOException;
    }
}
