package gossip.plugins.kafka.memory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.RequestHeader;

/** Requests that have the right form and any content. */
public final class RandomRequests {
    private static final List<String> STRINGS =
            List.of("", "t", "g", "m", "range", "consumer", "retention.ms", "Stable", "a b");
    private static final long[] NUMBERS = {
        -6, -2, -1, 0, 0, 0, 1, 1, 2, 10, 16, 1000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final Random random;

    public RandomRequests(Random random) {
        this.random = random;
    }

    /** A whole frame. */
    public ByteBuffer frame(ApiKeys key, short version) {
        Struct body = struct(key.messageType.requestSchemas()[version]);
        RequestHeader header = new RequestHeader(key, version, "raw", 1);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion())
                .buffer();
        ByteBuffer frame = ByteBuffer.allocate(4 + head.remaining() + body.sizeOf());
        frame.putInt(frame.capacity() - 4).put(head);
        body.writeTo(frame);
        return frame.flip();
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.type));
        }
        return struct;
    }

    private Object value(Type type) {
        if (type.isNullable() && random.nextInt(4) == 0) {
            return null;
        }
        if (type.isArray()) {
            Object[] array = new Object[random.nextInt(3)];
            for (int i = 0; i < array.length; i++) {
                array[i] = value(type.arrayElementType().orElseThrow());
            }
            return array;
        }
        return switch (type) {
            case Schema schema -> struct(schema);
            case TaggedFields tags -> new TreeMap<Integer, Object>();
            default -> simple(type.toString());
        };
    }

    private Object simple(String type) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        return switch (type) {
            case "BOOLEAN" -> random.nextBoolean();
            case "INT8" -> (byte) number;
            case "INT16" -> (short) number;
            case "UINT16" -> (int) number & 0xffff;
            case "INT32", "VARINT" -> (int) number;
            case "UINT32" -> number & 0xffffffffL;
            case "INT64", "VARLONG" -> number;
            case "FLOAT64" -> (double) number;
            case "UUID" -> random.nextBoolean() ? Uuid.ZERO_UUID : Uuid.randomUuid();
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" ->
                ByteBuffer.wrap(new byte[random.nextInt(20)]);
            case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" ->
                MemoryRecords.readableRecords(Requests.batch(random.nextInt(100)));
            case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" ->
                STRINGS.get(random.nextInt(STRINGS.size()));
            default -> throw new IllegalArgumentException("no values for " + type);
        };
    }
}
