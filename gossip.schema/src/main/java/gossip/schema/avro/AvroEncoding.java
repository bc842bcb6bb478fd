package gossip.schema.avro;

import com.fasterxml.jackson.databind.JsonNode;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Writes what is given in Avro's JSON encoding in the binary one. As deep as the JSON. Used once, by one thread. */
final class AvroEncoding {
    private final BinaryEncoder encoder;
    private final Deque<String> path = new ArrayDeque<>();

    AvroEncoding(OutputStream target) {
        this.encoder = EncoderFactory.get().binaryEncoder(target, null);
    }

    void write(Schema schema, JsonNode value) throws IOException {
        value(schema, value);
        encoder.flush();
    }

    private void value(Schema schema, JsonNode value) throws IOException {
        switch (schema.getType()) {
            case NULL -> {
                require(value.isNull(), value, "null");
                encoder.writeNull();
            }
            case BOOLEAN -> {
                require(value.isBoolean(), value, "true or false");
                encoder.writeBoolean(value.booleanValue());
            }
            case INT -> {
                require(value.isIntegralNumber() && value.canConvertToInt(), value, "an int");
                encoder.writeInt(value.intValue());
            }
            case LONG -> {
                require(value.isIntegralNumber() && value.canConvertToLong(), value, "a long");
                encoder.writeLong(value.longValue());
            }
            case FLOAT -> encoder.writeFloat((float) number(value));
            case DOUBLE -> encoder.writeDouble(number(value));
            case STRING -> {
                require(value.isTextual(), value, "a string");
                encoder.writeString(value.textValue());
            }
            case BYTES -> encoder.writeBytes(bytes(value));
            case FIXED -> fixed(schema, value);
            case ENUM -> symbol(schema, value);
            case UNION -> branch(schema, value);
            case RECORD -> record(schema, value);
            case ARRAY -> array(schema, value);
            case MAP -> map(schema, value);
        }
    }

    private double number(JsonNode value) {
        return switch (value.asText("")) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                require(value.isNumber(), value, "a number");
                yield value.doubleValue();
            }
        };
    }

    private ByteBuffer bytes(JsonNode value) {
        require(value.isTextual(), value, "bytes, as a string of the characters U+0000 to U+00FF");
        try {
            return StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(value.textValue()));
        } catch (CharacterCodingException e) {
            throw wrong(value, "bytes, as a string of the characters U+0000 to U+00FF");
        }
    }

    private void fixed(Schema schema, JsonNode value) throws IOException {
        ByteBuffer bytes = bytes(value);
        require(bytes.remaining() == schema.getFixedSize(), value, schema.getFixedSize() + " bytes");
        encoder.writeFixed(bytes);
    }

    private void symbol(Schema schema, JsonNode value) throws IOException {
        String symbol = value.asText("");
        require(value.isTextual() && schema.hasEnumSymbol(symbol), value, "a symbol of " + schema.getFullName());
        encoder.writeEnum(schema.getEnumOrdinal(symbol));
    }

    private void branch(Schema union, JsonNode value) throws IOException {
        String name = "null";
        JsonNode content = value;
        if (!value.isNull()) {
            require(
                    value.isObject() && value.size() == 1,
                    value,
                    "null or an object with one property, whose name is the type of the value");
            Map.Entry<String, JsonNode> only = value.properties().iterator().next();
            name = only.getKey();
            content = only.getValue();
        }
        int index = 0;
        for (Schema branch : union.getTypes()) {
            if (branch.getFullName().equals(name)) {
                encoder.writeIndex(index);
                inside(name, branch, content);
                return;
            }
            index++;
        }
        throw wrong(
                value,
                "one of " + union.getTypes().stream().map(Schema::getFullName).toList());
    }

    private void record(Schema schema, JsonNode value) throws IOException {
        require(value.isObject(), value, "an object, the record " + schema.getFullName());
        for (Schema.Field field : schema.getFields()) {
            JsonNode content = value.get(field.name());
            if (content == null) {
                throw wrong(value, "an object with the property '" + field.name() + "'");
            }
            inside(field.name(), field.schema(), content);
        }
        if (value.size() > schema.getFields().size()) {
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                require(
                        schema.getField(property.getKey()) != null,
                        value,
                        "the record " + schema.getFullName() + ", which has no field '" + property.getKey() + "'");
            }
        }
    }

    private void array(Schema schema, JsonNode value) throws IOException {
        require(value.isArray(), value, "an array");
        encoder.writeArrayStart();
        encoder.setItemCount(value.size());
        int index = 0;
        for (JsonNode element : value) {
            encoder.startItem();
            inside(String.valueOf(index++), schema.getElementType(), element);
        }
        encoder.writeArrayEnd();
    }

    private void map(Schema schema, JsonNode value) throws IOException {
        require(value.isObject(), value, "an object, as a map");
        encoder.writeMapStart();
        encoder.setItemCount(value.size());
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            encoder.startItem();
            encoder.writeString(entry.getKey());
            inside(entry.getKey(), schema.getValueType(), entry.getValue());
        }
        encoder.writeMapEnd();
    }

    private void inside(String name, Schema schema, JsonNode value) throws IOException {
        path.addLast(name);
        value(schema, value);
        path.removeLast();
    }

    private void require(boolean holds, JsonNode value, String expected) {
        if (!holds) {
            throw wrong(value, expected);
        }
    }

    private SchemaException wrong(JsonNode value, String expected) {
        String found = value.isContainerNode() ? value.getNodeType().name().toLowerCase(Locale.ROOT) : value.toString();
        String shown = found.length() > 100 ? found.substring(0, 100) + "..." : found;
        return Invalid.because("at /" + String.join("/", path) + " the value is " + shown + ", expected " + expected);
    }
}
