package gossip.plugins.rest.data;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.TopicPartition;
import gossip.api.record.Header;
import gossip.api.record.StoredRecord;
import gossip.api.schema.Payloads;
import gossip.api.schema.SchemaException;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.json.JsonBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records as JSON. What does not have the format that is asked for does no harm to other records: it is given in base 64, with
 * the reason.
 */
final class RecordJson {
    private final Format keys;
    private final Format values;
    private final Supplier<Payloads> payloads;

    RecordJson(Format keys, Format values, Supplier<Payloads> payloads) {
        this.keys = keys;
        this.values = values;
        this.payloads = payloads;
    }

    void write(JsonGenerator out, TopicPartition partition, StoredRecord record) throws IOException {
        out.writeStartObject();
        out.writeStringField("topic", partition.topic());
        out.writeNumberField("partition", partition.partition());
        out.writeNumberField("offset", record.offset());
        out.writeNumberField("timestamp", record.timestampMs());
        field(out, "key", keys, record.key(), partition.topic() + "-key");
        field(out, "value", values, record.value(), partition.topic() + "-value");
        if (!record.headers().isEmpty()) {
            out.writeArrayFieldStart("headers");
            for (Header header : record.headers()) {
                out.writeStartObject();
                out.writeStringField("name", header.key());
                field(out, "value", Format.TEXT, header.value(), "");
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void field(JsonGenerator out, String name, Format format, Optional<ByteBuffer> content, String subject)
            throws IOException {
        if (content.isEmpty()) {
            out.writeNullField(name);
            return;
        }
        byte[] bytes = bytes(content.get());
        try {
            switch (format) {
                case BINARY -> out.writeStringField(name, Base64.getEncoder().encodeToString(bytes));
                case TEXT -> out.writeStringField(name, text(bytes));
                case JSON -> raw(out, name, checked(bytes));
                case SCHEMA ->
                    raw(out, name, bytes(payloads.get().toJson(ByteBuffer.wrap(bytes), Optional.of(subject))));
            }
        } catch (CharacterCodingException e) {
            unreadable(out, name, bytes, "it is not UTF-8");
        } catch (Refusal e) {
            unreadable(out, name, bytes, e.detail());
        } catch (SchemaException e) {
            unreadable(out, name, bytes, String.valueOf(e.getMessage()));
        }
    }

    private static void raw(JsonGenerator out, String name, byte[] json) throws IOException {
        out.writeFieldName(name);
        out.writeRawValue(new String(json, StandardCharsets.UTF_8));
    }

    private static void unreadable(JsonGenerator out, String name, byte[] bytes, String reason) throws IOException {
        out.writeStringField(name + "_base64", Base64.getEncoder().encodeToString(bytes));
        out.writeStringField(name + "_error", reason);
    }

    /** JSON goes into the answer as it is, and must not break it. */
    private static byte[] checked(byte[] bytes) throws CharacterCodingException {
        text(bytes);
        ByteBuffer raw = JsonBody.read(bytes, JsonBody::raw);
        return raw.remaining() == bytes.length ? bytes : bytes(raw);
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
