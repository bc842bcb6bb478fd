package gossip.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaLanguage;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code .proto} files. Thread-safe. */
public final class ProtobufLanguage implements SchemaLanguage {
    private static final String ROOT = "schema.proto";

    private final SchemaLimits limits;
    private final JsonText json;

    /**
     * Creates the language.
     *
     * @param limits what is refused
     */
    public ProtobufLanguage(SchemaLimits limits) {
        this.limits = limits;
        this.json = new JsonText(limits.depth());
    }

    @Override
    public ParsedSchema parse(SchemaSource source) {
        Map<String, FileDescriptor> files = new HashMap<>();
        int types = 0;
        for (SchemaSource.Dependency dependency : source.dependencies()) {
            ProtoFileElement element = read(dependency.schema().text());
            FileDescriptor file = build(dependency.name(), element, files);
            files.put(dependency.name(), file);
            types += count(file);
        }
        ProtoFileElement element = read(source.schema().text());
        FileDescriptor file = build(ROOT, element, files);
        types += count(file);
        if (types > limits.types()) {
            throw Invalid.tooMuch("The number of named types", types, limits.types(), "schema.max_types");
        }
        return new ProtobufSchema(element, file, source, json, limits);
    }

    private static int count(FileDescriptor file) {
        return file.getMessageTypes().stream().mapToInt(Types::count).sum()
                + file.getEnumTypes().size();
    }

    private ProtoFileElement read(String text) {
        checkDepth(text);
        try {
            return ProtoParser.Companion.parse(Location.get(""), text);
        } catch (RuntimeException e) { // Wire's parser declares none
            throw Invalid.because("The Protobuf schema is not valid", e);
        }
    }

    /** Brackets in strings and comments count too, which hardly matters. */
    private void checkDepth(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{', '[', '(', '<' -> depth++;
                case '}', ']', ')', '>' -> depth = Math.max(0, depth - 1);
                default -> {
                    continue;
                }
            }
            if (depth > limits.depth()) {
                throw Invalid.because("The Protobuf schema is nested more than the " + limits.depth()
                        + " levels deep that schema.max_depth allows");
            }
        }
    }

    private static FileDescriptor build(String name, ProtoFileElement element, Map<String, FileDescriptor> files) {
        try {
            FileDescriptorProto proto = new FileBuilder(name, element).build();
            List<FileDescriptor> imported = new ArrayList<>();
            for (String dependency : proto.getDependencyList()) {
                imported.add(find(dependency, files));
            }
            return FileDescriptor.buildFrom(proto, imported.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw Invalid.because("The Protobuf schema is not valid: " + e.getProblemSymbolName(), e);
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException e) { // the library throws more kinds than it declares
            throw Invalid.because("The Protobuf schema is not valid", e);
        }
    }

    private static FileDescriptor find(String name, Map<String, FileDescriptor> files) {
        FileDescriptor file = files.get(name);
        if (file != null) {
            return file;
        }
        return WellKnownFiles.find(name)
                .orElseThrow(() -> Invalid.because("The import '" + name
                        + "' leads nowhere; register the other schema and name it among the references, with the path"
                        + " by which it is imported"));
    }
}
