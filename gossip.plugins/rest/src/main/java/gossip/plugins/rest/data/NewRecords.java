package gossip.plugins.rest.data;

import gossip.api.broker.Messages.Message;
import gossip.api.record.Header;
import gossip.api.record.NewRecord;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.VersionChoice;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.json.JsonBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads the records that a client wants to be appended. Used by one thread. */
final class NewRecords {
    private static final long MAX_TIMESTAMP_MS = 1L << 50;

    /** What a record or a header takes in memory, beyond its bytes in the body, which may be 3. */
    private static final int OBJECT_BYTES = 200;

    /** Records and headers that are counted at once. */
    private static final int STEP = 16;

    private final Request request;
    private final int maxCount;

    private final String topic;
    private final Content keys;
    private final Content values;
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, JsonBody.Field> fields = new HashMap<>();
    private int count;
    private OptionalInt partition = OptionalInt.empty();
    private long timestampMs = -1;
    private Optional<ByteBuffer> key = Optional.empty();
    private Optional<ByteBuffer> value = Optional.empty();
    private List<Header> headers = List.of();

    private NewRecords(JsonBody json, Request request, int maxCount, Content keys, Content values) {
        this.request = request;
        this.maxCount = maxCount;
        this.topic = request.segment(2);
        this.keys = keys;
        this.values = values;
        fields.put("key", () -> key = this.keys.read(json, "key"));
        fields.put("value", () -> value = this.values.read(json, "value"));
        fields.put("partition", () -> {
            if (!json.isNull()) {
                partition = OptionalInt.of((int) json.number("partition", 0, Integer.MAX_VALUE));
            }
        });
        fields.put("timestamp", () -> timestampMs = json.number("timestamp", 0, MAX_TIMESTAMP_MS));
        fields.put("headers", () -> headers = headers(json));
    }

    /**
     * Reads a body.
     *
     * @param request its query says how keys and values are written
     * @param maxCount how many records and headers there may be
     * @param registry for those that have a schema; asked only if they have
     * @return in order
     */
    static List<Message> read(Request request, int maxCount, Supplier<SchemaRegistry> registry) {
        String topic = request.segment(2);
        Content keys = Content.of(request, Format.ofKeys(request), "key", topic + "-key", registry);
        Content values = Content.of(request, Format.ofValues(request), "value", topic + "-value", registry);
        return JsonBody.read(request.body(), json -> {
            NewRecords reading = new NewRecords(json, request, maxCount, keys, values);
            json.object("the body", Map.of("records", () -> json.array("records", () -> reading.next(json))));
            return reading.messages;
        });
    }

    /** Counts a record or a header, before it is read. */
    private void count() {
        count++;
        if (count > maxCount) {
            throw new Refusal(
                    413,
                    "the body has more than rest.max_records = " + maxCount
                            + " records and headers; send less at once, or raise it");
        }
        if (count % STEP == 0) {
            request.take(STEP * OBJECT_BYTES);
        }
    }

    private void next(JsonBody json) throws IOException {
        count();
        partition = OptionalInt.empty();
        timestampMs = -1;
        key = Optional.empty();
        value = Optional.empty();
        headers = List.of();
        json.object("a record", fields);
        messages.add(new Message(topic, partition, new NewRecord(timestampMs, key, value, headers)));
    }

    private List<Header> headers(JsonBody json) throws IOException {
        List<Header> headers = new ArrayList<>();
        if (json.isNull()) {
            return headers;
        }
        if (!json.isArray()) {
            json.each("headers", name -> {
                count();
                headers.add(new Header(name, text(json, "a header")));
            });
            return headers;
        }
        json.array("headers", () -> {
            count();
            String[] name = {""};
            List<Optional<ByteBuffer>> content = new ArrayList<>(List.of(Optional.empty()));
            json.object(
                    "a header",
                    Map.of(
                            "name",
                            () -> name[0] = json.text("name"),
                            "value",
                            () -> content.set(0, text(json, "value"))));
            headers.add(new Header(name[0], content.getFirst()));
        });
        return headers;
    }

    private static Optional<ByteBuffer> text(JsonBody json, String what) throws IOException {
        return json.isNull()
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(json.scalar(what).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * How keys, or values, are written.
     *
     * @param format of all of them
     * @param registry for those that have a schema
     * @param subject whose context the id is of
     * @param schemaId which schema; 0 if none is used
     * @param message full name of the Protobuf message; empty for the first of the schema
     */
    private record Content(
            Format format, Supplier<SchemaRegistry> registry, String subject, int schemaId, String message) {
        static Content of(
                Request request, Format format, String what, String subject, Supplier<SchemaRegistry> registry) {
            String message = request.parameter(what + "_message").orElse("");
            if (format != Format.SCHEMA) {
                return new Content(format, registry, subject, 0, message);
            }
            String named = request.parameter(what + "_subject").orElse(subject);
            int id = request.number(what + "_schema_id", 1, Integer.MAX_VALUE)
                    .map(Long::intValue)
                    .orElseGet(() -> registry.get()
                            .version(named, VersionChoice.LATEST, false)
                            .id());
            return new Content(format, registry, named, id, message);
        }

        Optional<ByteBuffer> read(JsonBody json, String what) throws IOException {
            if (json.isNull()) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (format) {
                        case JSON -> json.raw();
                        case TEXT -> ByteBuffer.wrap(json.text(what).getBytes(StandardCharsets.UTF_8));
                        case BINARY -> binary(json, what);
                        case SCHEMA ->
                            registry.get().payloads().fromJson(json.raw(), schemaId, Optional.of(subject), message);
                    });
        }

        private static ByteBuffer binary(JsonBody json, String what) throws IOException {
            String text = json.text(what);
            try {
                return ByteBuffer.wrap(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw json.wrong(what + " is not base 64, as " + what + "_format=binary says: " + e.getMessage());
            }
        }
    }
}
