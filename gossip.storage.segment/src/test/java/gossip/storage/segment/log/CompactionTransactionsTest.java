package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.compact;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.record.TransactionMarker;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.FaultyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTransactionsTest {
    private static final LogConfig CONFIG = new LogConfig(2000, Long.MAX_VALUE, -1, -1, 256, 1000, false, true);

    @TempDir
    Path directory;

    private Path root;
    private FaultyFiles files;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("disk");
        files = LogFixture.disk(root);
        log = LogFixture.store(files, root).open(ID, CONFIG);
    }

    private void reopen() throws IOException {
        log.close();
        log = LogFixture.store(files, root).open(ID, CONFIG);
    }

    private void append(RecordBatchBuilder builder, NewRecord record) throws IOException {
        log.append(builder.baseOffset(log.logEndOffset())
                .leaderEpoch(1)
                .add(record)
                .build());
    }

    private void append(NewRecord record) throws IOException {
        append(new RecordBatchBuilder(), record);
    }

    /** Closes the active segment, which compaction leaves alone. */
    private void roll() throws IOException {
        append(NewRecord.of(1, "filler-" + log.logEndOffset(), "x".repeat(1900)));
        append(NewRecord.of(1, "filler-" + log.logEndOffset(), "x".repeat(1900)));
    }

    private List<String> values(String key) throws IOException {
        List<String> values = new ArrayList<>();
        for (ByteBuffer batch : readAll(log, 0)) {
            for (StoredRecord record : new RecordReader(Codecs.NONE, 1 << 20).readAll(batch)) {
                if (text(record.key().orElseThrow()).equals(key)) {
                    values.add(text(record.value().orElseThrow()));
                }
            }
        }
        return values;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private void end(long producerId, boolean committed, long firstOffset) throws IOException {
        ByteBuffer marker = new TransactionMarker(committed, 0).batch(producerId, (short) 0, 1);
        long offset = log.logEndOffset();
        RecordBatch.at(marker, 0).assign(offset, 1);
        log.append(marker);
        if (!committed) {
            log.noteAborted(new AbortedTransaction(producerId, firstOffset, offset, offset + 1));
        }
    }

    private List<Long> markers() throws IOException {
        return readAll(log, 0).stream()
                .map(bytes -> RecordBatch.at(bytes, 0))
                .filter(RecordBatch::isControl)
                .map(RecordBatch::baseOffset)
                .toList();
    }

    @Test
    void aMarkerGoesWhenItsTransactionIsGoneAndItsTimeIsOver() throws IOException {
        append(new RecordBatchBuilder().producer(7, (short) 0, 0).transactional(), NewRecord.of(1, "a", "aborted"));
        end(7, false, 0);
        append(new RecordBatchBuilder().producer(7, (short) 0, 1).transactional(), NewRecord.of(1, "b", "1"));
        end(7, true, 2);
        append(new RecordBatchBuilder().producer(7, (short) 0, 2).transactional(), NewRecord.of(1, "b", "2"));
        end(7, false, 4);
        append(NewRecord.of(1, "z", "1"));
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 10_000);
        assertThat(values("a")).isEmpty();
        assertThat(values("b")).containsExactly("1");
        assertThat(markers()).containsExactly(1L, 3L, 5L);

        // what is found to end nothing waits from then on
        append(NewRecord.of(1, "b", "3"));
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 20_000);
        assertThat(values("b")).containsExactly("3");
        assertThat(markers()).containsExactly(1L, 3L, 5L);
        compact(log, log.logEndOffset(), Codecs.NONE, 20_999);
        assertThat(markers()).containsExactly(1L, 3L, 5L);
        assertThat(log.abortedTransactions(0, 100)).hasSize(2);

        // the newest that was noted stays, and the committed one has waited since nothing was left of it only
        compact(log, log.logEndOffset(), Codecs.NONE, 21_000);
        assertThat(markers()).containsExactly(3L, 5L);
        assertThat(log.abortedTransactions(0, 100))
                .extracting(AbortedTransaction::lastOffset)
                .containsExactly(5L);
        compact(log, log.logEndOffset(), Codecs.NONE, 22_000);
        assertThat(markers()).containsExactly(5L);
        reopen();
        assertThat(log.newestAborted()).isEqualTo(5);
    }

    @Test
    void whatIsNotDecidedIsNotTouched() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        long open = log.logEndOffset();
        append(new RecordBatchBuilder().producer(7, (short) 0, 0).transactional(), NewRecord.of(1, "a", "2"));
        roll();
        compact(log, open, Codecs.NONE, 10);
        assertThat(values("a")).containsExactly("1", "2");
    }
}
