package gossip.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordWritersTest {
    @Test
    void placeholdersStandForThePartsOfARecord() throws IOException {
        assertThat(written(
                        new FormattedRecords("%t/%p@%o %k=%v [%h] %T %D %K %S 100%%"),
                        "k".getBytes(UTF_8),
                        "vv".getBytes(UTF_8)))
                .isEqualTo("events/3@42 k=vv [source=web] 1500 1970-01-01T00:00:01.500Z 1 2 100%\n");
    }

    @Test
    void lineEndIsOnlyAddedWhereThereIsNone() throws IOException {
        assertThat(written(new FormattedRecords("%v\\n"), null, "v".getBytes(UTF_8)))
                .isEqualTo("v\n");
        assertThat(written(new FormattedRecords("%v\\t"), null, "v".getBytes(UTF_8)))
                .isEqualTo("v\t\n");
    }

    @Test
    void missingKeyIsShownAsNull() throws IOException {
        assertThat(written(new FormattedRecords("%k"), null, "v".getBytes(UTF_8)))
                .isEqualTo("null\n");
    }

    @Test
    void unknownPlaceholderIsRefused() {
        assertThatThrownBy(() -> new FormattedRecords("%x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%x");
    }

    @Test
    void percentSignAtTheEndIsRefused() {
        assertThatThrownBy(() -> new FormattedRecords("100%")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonCarriesBytesThatAreNotTextAsBase64() throws IOException {
        assertThat(written(new JsonRecords(), null, new byte[] {(byte) 0xff, 0}))
                .isEqualTo("{\"topic\":\"events\",\"partition\":3,\"offset\":42,\"timestamp\":1500,\"key\":null,"
                        + "\"valueBase64\":\"/wA=\",\"headers\":[{\"key\":\"source\",\"value\":\"web\"}]}\n");
    }

    private static String written(RecordWriter writer, byte[] key, byte[] value) throws IOException {
        RecordHeaders headers = new RecordHeaders();
        headers.add("source", "web".getBytes(UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(
                new ConsumerRecord<>(
                        "events",
                        3,
                        42,
                        1500,
                        TimestampType.CREATE_TIME,
                        key == null ? -1 : key.length,
                        value.length,
                        key,
                        value,
                        headers,
                        Optional.empty()),
                out);
        return out.toString(UTF_8);
    }
}
