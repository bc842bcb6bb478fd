package gossip.cli.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records by a format with placeholders. Keys and values are written byte for byte. */
final class FormattedRecords implements RecordWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final List<RecordWriter> parts = new ArrayList<>();

    /** Throws {@link IllegalArgumentException} for a placeholder that does not exist. */
    FormattedRecords(String format) {
        String text = Escapes.unescape(format);
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                literal.append(c);
                continue;
            }
            i++;
            char placeholder = i < text.length() ? text.charAt(i) : ' ';
            if (placeholder == '%') {
                literal.append('%');
            } else {
                addLiteral(literal);
                parts.add(part(placeholder));
            }
        }
        if (literal.isEmpty() || !text.endsWith("\n")) {
            literal.append('\n');
        }
        addLiteral(literal);
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
        for (RecordWriter part : parts) {
            part.write(record, out);
        }
    }

    private void addLiteral(StringBuilder literal) {
        if (!literal.isEmpty()) {
            byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
            parts.add((record, out) -> out.write(bytes));
            literal.setLength(0);
        }
    }

    private static RecordWriter part(char placeholder) {
        return switch (placeholder) {
            case 'k' -> (record, out) -> out.write(orNull(record.key()));
            case 'v', 's' -> (record, out) -> out.write(orNull(record.value()));
            case 't' -> (record, out) -> text(out, record.topic());
            case 'p' -> (record, out) -> text(out, Integer.toString(record.partition()));
            case 'o' -> (record, out) -> text(out, Long.toString(record.offset()));
            case 'T' -> (record, out) -> text(out, Long.toString(record.timestamp()));
            case 'D' ->
                (record, out) ->
                        text(out, Instant.ofEpochMilli(record.timestamp()).toString());
            case 'K' -> (record, out) -> text(out, Integer.toString(record.serializedKeySize()));
            case 'S' -> (record, out) -> text(out, Integer.toString(record.serializedValueSize()));
            case 'h' -> FormattedRecords::headers;
            default ->
                throw new IllegalArgumentException(
                        "unknown placeholder %" + placeholder + "; there are %k %v %t %p %o %T %D %h %K %S %%");
        };
    }

    private static void headers(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
        String between = "";
        for (Header header : record.headers()) {
            text(out, between + header.key() + "=");
            out.write(orNull(header.value()));
            between = ",";
        }
    }

    private static byte[] orNull(byte @Nullable [] bytes) {
        return bytes == null ? NULL : bytes;
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
