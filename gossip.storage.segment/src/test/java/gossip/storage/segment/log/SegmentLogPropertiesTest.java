package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.config;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.EpochEnd;
import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The log against a list of batches. */
class SegmentLogPropertiesTest {
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void theLogIsTheListOfItsBatches(@ForAll long seed) throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            new Run(root.path().resolve("disk"), new Random(seed)).steps(120);
        }
    }

    private static final class Run {
        private final Path directory;
        private final Random random;
        private List<RecordBatch> model = new ArrayList<>();
        private long start;
        private long end;
        private long time;
        private int epoch;
        private FaultyFiles files;
        private PartitionLog log;

        private Run(Path directory, Random random) throws IOException {
            this.directory = directory;
            this.random = random;
            this.files = LogFixture.disk(directory);
            open();
        }

        private void open() throws IOException {
            log = LogFixture.store(files, directory).open(ID, config(3000));
        }

        private void steps(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                int action = random.nextInt(22);
                String before = "step " + i + ", action " + action + " on [" + start + ", " + end + "], recovery point "
                        + log.recoveryPoint();
                switch (action) {
                    case 0 -> truncate();
                    case 1 -> deleteBefore();
                    case 2 -> log.flush();
                    case 3 -> restart();
                    case 4 -> kill();
                    case 5 -> losePower();
                    case 6 -> reset();
                    case 7, 8, 9 -> read();
                    case 10 -> times();
                    case 11 -> epochs();
                    default -> append();
                }
                assertThat(log.logStartOffset()).as(before).isEqualTo(start);
                assertThat(log.logEndOffset()).as(before).isEqualTo(end);
                assertThat(log.recoveryPoint()).as(before).isLessThanOrEqualTo(end);
            }
            check();
            log.close();
        }

        private void append() throws IOException {
            int batches = 1 + random.nextInt(3);
            List<ByteBuffer> parts = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                long base = end + (random.nextInt(10) == 0 ? random.nextInt(20) : 0);
                epoch += random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 0;
                time += random.nextInt(20) - 5;
                ByteBuffer bytes =
                        LogFixture.batch(base, epoch, Math.max(0, time), 1 + random.nextInt(4), random.nextInt(400));
                parts.add(bytes);
                model.add(RecordBatch.at(bytes, 0));
                end = model.getLast().nextOffset();
            }
            ByteBuffer all = ByteBuffer.allocate(
                    7 + parts.stream().mapToInt(ByteBuffer::remaining).sum());
            all.position(7);
            parts.forEach(part -> all.put(part.duplicate()));
            log.append(all.position(7));
        }

        private void truncate() throws IOException {
            long offset = start + random.nextLong(end - start + 3);
            log.truncateTo(offset);
            if (offset < end) {
                Optional<RecordBatch> cut =
                        model.stream().filter(b -> b.lastOffset() >= offset).findFirst();
                end = Math.min(offset, cut.map(RecordBatch::baseOffset).orElse(offset));
                if (offset <= start) {
                    end = offset;
                }
                start = Math.min(start, end);
                model.removeIf(b -> b.lastOffset() >= offset);
                epoch = Math.max(0, epochOfModel());
            }
        }

        private int epochOfModel() {
            return log.latestLeaderEpoch();
        }

        private void deleteBefore() throws IOException {
            long offset = start + random.nextLong((end - start) / 3 + 1);
            log.deleteBefore(offset);
            start = offset;
            model.removeIf(b -> b.lastOffset() < offset);
        }

        private void reset() throws IOException {
            if (random.nextInt(4) == 0) {
                end = end + random.nextInt(100);
                start = end;
                log.resetTo(end);
                model.clear();
            }
        }

        private void restart() throws IOException {
            log.flush();
            log.close();
            open();
            assertThat(log.recoveryPoint()).isEqualTo(end);
        }

        /** Nothing that was written to the page cache is lost with the process. */
        private void kill() throws IOException {
            open();
            // an end beyond the last batch is known only if it was flushed
            assertThat(log.logEndOffset()).isEqualTo(end);
            check();
        }

        private void losePower() throws IOException {
            long certain = log.recoveryPoint();
            files = files.powerOff(random.nextLong());
            open();
            end = log.logEndOffset();
            assertThat(end).isGreaterThanOrEqualTo(certain);
            model.removeIf(b -> b.lastOffset() >= end);
            epoch = Math.max(0, log.latestLeaderEpoch());
            check();
        }

        private void check() throws IOException {
            assertThat(readAll(log, start))
                    .isEqualTo(model.stream().map(RecordBatch::bytes).toList());
        }

        private void read() throws IOException {
            long from = start + random.nextLong(end - start + 1);
            long to = from + random.nextLong(end - from + 1);
            int maxBytes = 1 + random.nextInt(2000);
            boolean atLeastOne = random.nextBoolean();
            try (RecordSlice slice = log.read(from, to, maxBytes, atLeastOne)) {
                checkSlice(slice, from, to, maxBytes, atLeastOne);
            }
        }

        private void checkSlice(RecordSlice slice, long from, long to, int maxBytes, boolean atLeastOne)
                throws IOException {
            List<RecordBatch> expected = model.stream()
                    .filter(b -> b.lastOffset() >= from && b.nextOffset() <= to)
                    .toList();
            if (expected.isEmpty() || !atLeastOne && expected.getFirst().sizeBytes() > maxBytes) {
                assertThat(slice.sizeBytes()).isZero();
                return;
            }
            assertThat(slice.sizeBytes())
                    .isBetween(1, Math.max(maxBytes, expected.getFirst().sizeBytes()));
            ByteBuffer bytes = slice.toBuffer();
            for (RecordBatch batch : expected) {
                int length = Math.min(bytes.remaining(), batch.sizeBytes());
                assertThat(bytes.slice(bytes.position(), length))
                        .isEqualTo(batch.bytes().limit(length));
                bytes.position(bytes.position() + length);
            }
            assertThat(bytes.hasRemaining()).isFalse();
        }

        private void times() throws IOException {
            long timestamp = Math.max(0, time - random.nextInt(100));
            assertThat(log.firstBatchSince(timestamp)).isEqualTo(first(timestamp));
            OptionalLong newest =
                    model.stream().mapToLong(RecordBatch::maxTimestamp).max();
            assertThat(log.batchWithMaxTimestamp())
                    .isEqualTo(newest.isEmpty() ? OptionalLong.empty() : first(newest.getAsLong()));
        }

        private OptionalLong first(long timestamp) {
            return model.stream()
                    .filter(b -> b.maxTimestamp() >= timestamp)
                    .mapToLong(RecordBatch::baseOffset)
                    .findFirst();
        }

        private void epochs() {
            int asked = random.nextInt(epoch + 2);
            Optional<RecordBatch> next =
                    model.stream().filter(b -> b.leaderEpoch() > asked).findFirst();
            Optional<RecordBatch> last =
                    model.stream().filter(b -> b.leaderEpoch() <= asked).reduce((first, second) -> second);
            if (last.isPresent()) {
                assertThat(log.endOfEpoch(asked))
                        .contains(new EpochEnd(
                                last.orElseThrow().leaderEpoch(),
                                next.map(RecordBatch::baseOffset).orElse(end)));
            }
        }
    }
}
