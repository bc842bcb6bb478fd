package gossip.cli.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Turns lines into records: the part before the first separator is the key. */
final class LineParser {
    private final String topic;
    private final @Nullable Integer partition;
    private final byte @Nullable [] separator;
    private final byte @Nullable [] nullValue;
    private final List<Header> headers;

    LineParser(
            String topic,
            @Nullable Integer partition,
            byte @Nullable [] separator,
            byte @Nullable [] nullValue,
            List<Header> headers) {
        this.topic = topic;
        this.partition = partition;
        this.separator = separator;
        this.nullValue = nullValue;
        this.headers = headers;
    }

    /** The record of a line, or nothing when the line lacks the separator. */
    Optional<ProducerRecord<byte[], byte[]>> parse(byte[] line) {
        if (separator == null) {
            return Optional.of(record(null, line));
        }
        int position = indexOf(line, separator);
        if (position < 0) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOfRange(line, 0, position);
        return Optional.of(record(key, Arrays.copyOfRange(line, position + separator.length, line.length)));
    }

    private ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte[] value) {
        byte[] sent = nullValue != null && Arrays.equals(nullValue, value) ? null : value;
        return new ProducerRecord<>(topic, partition, key, sent, headers);
    }

    private static int indexOf(byte[] line, byte[] part) {
        for (int i = 0; i <= line.length - part.length; i++) {
            if (Arrays.equals(line, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
