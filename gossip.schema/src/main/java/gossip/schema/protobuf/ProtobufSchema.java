package gossip.schema.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.util.Base64;
import java.util.List;

/** A Protobuf schema. Immutable. */
final class ProtobufSchema implements ParsedSchema {
    private final ProtoFileElement element;
    private final FileDescriptor file;
    private final SchemaSource source;
    private final ProtobufPayloads payloads;

    ProtobufSchema(
            ProtoFileElement element, FileDescriptor file, SchemaSource source, JsonText json, SchemaLimits limits) {
        this.element = element;
        this.file = file;
        this.source = source;
        this.payloads = new ProtobufPayloads(file, json, limits);
    }

    /** Wire writes every file in one way, under a heading of its own, which is no part of the schema. */
    @Override
    public String canonical() {
        StringBuilder text = new StringBuilder();
        boolean isHeading = true;
        for (String line : element.toSchema().split("\n", -1)) {
            isHeading &= line.startsWith("//") || line.isEmpty();
            if (!isHeading) {
                text.append(line).append('\n');
            }
        }
        return text.toString().strip() + "\n";
    }

    @Override
    public String normalized() {
        return canonical();
    }

    @Override
    public Form form(String form) {
        return form.equals("serialized")
                ? new Form(
                        Base64.getEncoder().encodeToString(file.toProto().toByteArray()),
                        source.dependencies().isEmpty())
                : new Form(source.schema().text(), source.dependencies().isEmpty());
    }

    @Override
    public void validate() {
        if (file.getMessageTypes().isEmpty() && file.getEnumTypes().isEmpty()) {
            throw Invalid.because("The Protobuf schema has neither messages nor enums");
        }
    }

    @Override
    public List<String> problemsReading(ParsedSchema writer, Roles roles) {
        return new ProtobufCompatibility(roles).problems(file, ((ProtobufSchema) writer).file);
    }

    @Override
    public PayloadFormat payloads() {
        return payloads;
    }
}
