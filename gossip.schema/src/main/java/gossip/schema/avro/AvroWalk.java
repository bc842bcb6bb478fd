package gossip.schema.avro;

import gossip.schema.format.Invalid;
import java.io.IOException;
import org.apache.avro.Schema;

/**
 * Goes through a value in Avro's binary encoding. Time is in proportion to the bytes even where the schema lets values take
 * none; the stack is no deeper than the limit. Used once, by one thread.
 */
final class AvroWalk {
    private static final long FREE_STEPS = 100_000;
    private static final long STEPS_PER_BYTE = 16;

    private final AvroBytes source;
    private final AvroSink sink;
    private final int maxDepth;
    private long steps;

    AvroWalk(AvroBytes source, AvroSink sink, int maxDepth) {
        this.source = source;
        this.sink = sink;
        this.maxDepth = maxDepth;
        this.steps = FREE_STEPS + STEPS_PER_BYTE * source.remaining();
    }

    void whole(Schema schema) throws IOException {
        value(schema, 0);
        if (source.remaining() > 0) {
            throw Invalid.because(
                    source.remaining() + " bytes follow the value, which ends at byte " + source.position());
        }
    }

    private void value(Schema schema, int depth) throws IOException {
        if (depth > maxDepth) {
            throw Invalid.because(
                    "the value is nested more than the " + maxDepth + " levels deep that schema.max_depth allows");
        }
        if (--steps < 0) {
            throw Invalid.because("the value has too many parts for its size");
        }
        switch (schema.getType()) {
            case NULL -> sink.nothing();
            case BOOLEAN -> sink.value(source.readBoolean());
            case INT -> sink.value(source.readInt());
            case LONG -> sink.value(source.readLong());
            case FLOAT -> sink.value(source.readFloat());
            case DOUBLE -> sink.value(source.readDouble());
            case STRING -> sink.text(source.readBytes());
            case BYTES -> sink.bytes(source.readBytes());
            case FIXED -> sink.bytes(source.readFixed(schema.getFixedSize()));
            case ENUM ->
                sink.text(schema.getEnumSymbols()
                        .get(index("enum", schema.getEnumSymbols().size())));
            case UNION ->
                branch(schema.getTypes().get(index("union", schema.getTypes().size())), depth);
            case RECORD -> record(schema, depth);
            case ARRAY -> array(schema, depth);
            case MAP -> map(schema, depth);
        }
    }

    private int index(String what, int size) {
        int index = source.readInt();
        if (index < 0 || index >= size) {
            throw Invalid.because("the number before byte " + source.position() + " of the value is " + index
                    + ", but the " + what + " there has " + size + " entries");
        }
        return index;
    }

    private void branch(Schema branch, int depth) throws IOException {
        if (branch.getType() == Schema.Type.NULL) {
            sink.nothing();
            return;
        }
        sink.startObject();
        sink.key(branch.getFullName());
        value(branch, depth + 1);
        sink.endObject();
    }

    private void record(Schema schema, int depth) throws IOException {
        sink.startObject();
        for (Schema.Field field : schema.getFields()) {
            sink.key(field.name());
            value(field.schema(), depth + 1);
        }
        sink.endObject();
    }

    private void array(Schema schema, int depth) throws IOException {
        sink.startArray();
        for (long count = block(); count != 0; count = block()) {
            for (long i = 0; i < count; i++) {
                value(schema.getElementType(), depth + 1);
            }
        }
        sink.endArray();
    }

    private void map(Schema schema, int depth) throws IOException {
        sink.startObject();
        for (long count = block(); count != 0; count = block()) {
            for (long i = 0; i < count; i++) {
                sink.key(source.readBytes());
                value(schema.getValueType(), depth + 1);
            }
        }
        sink.endObject();
    }

    /** How many entries follow; a negative count is followed by the size of the block. */
    private long block() {
        long count = source.readLong();
        if (count >= 0) {
            return count;
        }
        source.readLong();
        if (count == Long.MIN_VALUE) {
            throw Invalid.because(
                    "the number of entries before byte " + source.position() + " is no number of entries");
        }
        return -count;
    }
}
