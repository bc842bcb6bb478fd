package gossip.schema.avro;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a value in Avro's JSON encoding. */
final class AvroJsonSink implements AvroSink {
    private final JsonGenerator generator;

    AvroJsonSink(JsonGenerator generator) {
        this.generator = generator;
    }

    @Override
    public void startObject() throws IOException {
        generator.writeStartObject();
    }

    @Override
    public void endObject() throws IOException {
        generator.writeEndObject();
    }

    @Override
    public void startArray() throws IOException {
        generator.writeStartArray();
    }

    @Override
    public void endArray() throws IOException {
        generator.writeEndArray();
    }

    @Override
    public void key(String name) throws IOException {
        generator.writeFieldName(name);
    }

    @Override
    public void key(ByteBuffer utf8) throws IOException {
        generator.writeFieldName(StandardCharsets.UTF_8.decode(utf8).toString());
    }

    @Override
    public void nothing() throws IOException {
        generator.writeNull();
    }

    @Override
    public void value(boolean value) throws IOException {
        generator.writeBoolean(value);
    }

    @Override
    public void value(long value) throws IOException {
        generator.writeNumber(value);
    }

    @Override
    public void value(float value) throws IOException {
        generator.writeNumber(value);
    }

    @Override
    public void value(double value) throws IOException {
        generator.writeNumber(value);
    }

    @Override
    public void text(ByteBuffer utf8) throws IOException {
        generator.writeString(StandardCharsets.UTF_8.decode(utf8).toString());
    }

    @Override
    public void text(String value) throws IOException {
        generator.writeString(value);
    }

    @Override
    public void bytes(ByteBuffer value) throws IOException {
        generator.writeString(StandardCharsets.ISO_8859_1.decode(value).toString());
    }
}
