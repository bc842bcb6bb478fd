package gossip.storage.segment.index;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.storage.SegmentIndex;
import gossip.api.storage.SegmentIndex.Entry;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.NioFiles;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index against a list of entries. */
class SegmentIndexPropertiesTest {
    private static final long BASE = 1000;

    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void floorsAreThoseOfTheList(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        try (TempDirectory root = new TempDirectory()) {
            Path path = root.path().resolve("index");
            SegmentIndex index = FileSegmentIndex.open(new NioFiles(), path, BASE);
            List<Entry> model = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int action = random.nextInt(1000);
                if (action < 2 && !model.isEmpty()) {
                    long offset = model.get(random.nextInt(model.size())).offset() + random.nextInt(2);
                    index.truncateTo(offset);
                    model.removeIf(entry -> entry.offset() >= offset);
                } else if (action < 6) {
                    index.close();
                    index = FileSegmentIndex.open(new NioFiles(), path, BASE);
                } else if (action < 100) {
                    check(index, model, random);
                } else {
                    Entry last = model.isEmpty() ? new Entry(BASE, 0, -1) : model.getLast();
                    Entry next = new Entry(
                            last.offset() + 1 + random.nextInt(5),
                            last.position() + 100,
                            last.maxTimestampBefore() + random.nextInt(3));
                    index.append(next);
                    model.add(next);
                }
            }
            check(index, model, random);
        }
    }

    private static void check(SegmentIndex index, List<Entry> model, Random random) {
        long offset = BASE + random.nextInt(6 * (model.size() + 1));
        assertThat(index.floorOffset(offset))
                .isEqualTo(last(model.stream().filter(e -> e.offset() <= offset).toList()));
        long timestamp = random.nextInt(2 * (model.size() + 1));
        assertThat(index.floorTimestamp(timestamp))
                .isEqualTo(last(model.stream()
                        .filter(e -> e.maxTimestampBefore() < timestamp)
                        .toList()));
        assertThat(index.last()).isEqualTo(last(model));
    }

    private static Optional<Entry> last(List<Entry> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
    }

    @Test
    void aDamagedIndexIsEmpty(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("index");
        SegmentIndex index = FileSegmentIndex.open(new NioFiles(), path, BASE);
        for (int i = 0; i < 600; i++) {
            index.append(new Entry(BASE + i, i * 100, i));
        }
        index.close();
        try (StorageFile file = new NioFiles().open(path, Mode.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {42}), 5000);
        }
        assertThat(FileSegmentIndex.open(new NioFiles(), path, BASE).last()).isEmpty();
    }
}
