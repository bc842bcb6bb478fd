package gossip.schema.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import gossip.schema.format.BoundedOutput;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.SchemaLimits;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages of a Protobuf schema, after the indexes that say which message it is. Thread-safe. */
final class ProtobufPayloads implements PayloadFormat {
    private static final List<Integer> FIRST = List.of(0);

    private final FileDescriptor file;
    private final JsonText json;
    private final SchemaLimits limits;
    private final TypeRegistry types;

    ProtobufPayloads(FileDescriptor file, JsonText json, SchemaLimits limits) {
        this.file = file;
        this.json = json;
        this.limits = limits;
        this.types = TypeRegistry.newBuilder().add(file.getMessageTypes()).build();
    }

    @Override
    public void check(ByteBuffer body) {
        read(body);
    }

    private DynamicMessage read(ByteBuffer body) {
        CodedInputStream source = CodedInputStream.newInstance(body);
        source.setRecursionLimit(limits.depth());
        try {
            Descriptor message = Types.at(file, indexes(source));
            return DynamicMessage.parseFrom(message, source);
        } catch (IOException e) {
            throw Invalid.because("The payload is no message of its schema", e);
        }
    }

    /** Their number and they themselves as zigzag numbers; 0 alone stands for the first message. */
    private List<Integer> indexes(CodedInputStream source) throws IOException {
        int count = source.readSInt32();
        if (count == 0) {
            return FIRST;
        }
        if (count < 0 || count > limits.depth()) {
            throw Invalid.because("The payload has " + count + " message indexes, not 0 to " + limits.depth());
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(source.readSInt32());
        }
        return indexes;
    }

    @Override
    public ByteBuffer toJson(ByteBuffer body) {
        DynamicMessage message = read(body);
        BoundedOutput target = new BoundedOutput(limits.jsonSize());
        try (Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8)) {
            JsonFormat.printer()
                    .usingTypeRegistry(types)
                    .omittingInsignificantWhitespace()
                    .appendTo(message, writer);
        } catch (IOException | IllegalArgumentException e) {
            throw Invalid.because("The payload cannot be written as JSON", e);
        }
        return target.toBuffer();
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer source, String name) {
        Descriptor type = type(name);
        String text = json.write(json.read(source, "The value"));
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            JsonFormat.parser().usingTypeRegistry(types).merge(text, message);
        } catch (IOException | RuntimeException e) { // JsonFormat lets some through that it does not declare
            throw Invalid.because("The value is no message '" + type.getFullName() + "'", e);
        }
        if (!message.isInitialized()) {
            throw Invalid.because("The value lacks the required fields " + message.findInitializationErrors());
        }
        return withIndexes(type, message.build());
    }

    private Descriptor type(String name) {
        if (!name.isEmpty()) {
            return Types.named(file, name)
                    .orElseThrow(() -> Invalid.because("The schema has no message '" + name + "'; it has "
                            + Types.all(file)
                                    .limit(20)
                                    .map(Descriptor::getFullName)
                                    .toList()));
        }
        return file.getMessageTypes().stream()
                .findFirst()
                .orElseThrow(() -> Invalid.because("The schema has no message"));
    }

    private static ByteBuffer withIndexes(Descriptor type, DynamicMessage message) {
        List<Integer> indexes = Types.indexesOf(type);
        if (indexes.equals(FIRST)) {
            return ByteBuffer.allocate(1 + message.getSerializedSize())
                    .put((byte) 0)
                    .put(message.toByteString().asReadOnlyByteBuffer())
                    .flip();
        }
        int size = CodedOutputStream.computeSInt32SizeNoTag(indexes.size())
                + indexes.stream()
                        .mapToInt(CodedOutputStream::computeSInt32SizeNoTag)
                        .sum();
        ByteBuffer target = ByteBuffer.allocate(size + message.getSerializedSize());
        CodedOutputStream output = CodedOutputStream.newInstance(target);
        try {
            output.writeSInt32NoTag(indexes.size());
            for (int index : indexes) {
                output.writeSInt32NoTag(index);
            }
            message.writeTo(output);
            output.flush();
        } catch (IOException e) {
            throw Invalid.because("The message cannot be written", e);
        }
        return target.flip();
    }
}
