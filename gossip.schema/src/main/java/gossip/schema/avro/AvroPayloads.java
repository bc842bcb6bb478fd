package gossip.schema.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.schema.SchemaException;
import gossip.schema.format.BoundedOutput;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.SchemaLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** Values of an Avro schema in Avro's binary and JSON encodings. Thread-safe. */
final class AvroPayloads implements PayloadFormat {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Schema schema;
    private final JsonText json;
    private final SchemaLimits limits;

    AvroPayloads(Schema schema, JsonText json, SchemaLimits limits) {
        this.schema = schema;
        this.json = json;
        this.limits = limits;
    }

    @Override
    public void check(ByteBuffer body) {
        try {
            new AvroWalk(new AvroBytes(body), AvroSink.NOTHING, limits.depth()).whole(schema);
        } catch (IOException e) {
            throw Invalid.because("The payload cannot be read", e);
        }
    }

    @Override
    public ByteBuffer toJson(ByteBuffer body) {
        BoundedOutput target = new BoundedOutput(limits.jsonSize());
        try (JsonGenerator generator = FACTORY.createGenerator(target)) {
            new AvroWalk(new AvroBytes(body), new AvroJsonSink(generator), limits.depth()).whole(schema);
        } catch (IOException e) {
            throw Invalid.because("The payload cannot be read", e);
        }
        return target.toBuffer();
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer source, String message) {
        BoundedOutput target = new BoundedOutput(limits.jsonSize());
        try {
            new AvroEncoding(target).write(schema, json.read(source, "The value"));
        } catch (SchemaException e) {
            throw e;
        } catch (IOException e) {
            throw Invalid.because("The value cannot be written", e);
        }
        return target.toBuffer();
    }
}
