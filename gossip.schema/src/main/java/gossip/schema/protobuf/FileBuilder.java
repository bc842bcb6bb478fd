package gossip.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a descriptor of a file: its messages and enums. Options that change nothing about payloads, services and extensions
 * are left out. Used once; recursion is as deep as the text.
 */
final class FileBuilder {
    private static final Map<String, Type> SCALARS = Map.ofEntries(
            Map.entry("double", Type.TYPE_DOUBLE),
            Map.entry("float", Type.TYPE_FLOAT),
            Map.entry("int64", Type.TYPE_INT64),
            Map.entry("uint64", Type.TYPE_UINT64),
            Map.entry("int32", Type.TYPE_INT32),
            Map.entry("fixed64", Type.TYPE_FIXED64),
            Map.entry("fixed32", Type.TYPE_FIXED32),
            Map.entry("bool", Type.TYPE_BOOL),
            Map.entry("string", Type.TYPE_STRING),
            Map.entry("bytes", Type.TYPE_BYTES),
            Map.entry("uint32", Type.TYPE_UINT32),
            Map.entry("sfixed32", Type.TYPE_SFIXED32),
            Map.entry("sfixed64", Type.TYPE_SFIXED64),
            Map.entry("sint32", Type.TYPE_SINT32),
            Map.entry("sint64", Type.TYPE_SINT64));

    private final String name;
    private final ProtoFileElement element;
    private final boolean isProto3;

    FileBuilder(String name, ProtoFileElement element) {
        this.name = name;
        this.element = element;
        this.isProto3 = Syntax.PROTO_3.equals(element.getSyntax());
        if (element.getSyntax() != null && !isProto3 && !Syntax.PROTO_2.equals(element.getSyntax())) {
            throw Invalid.because("The Protobuf schema is of syntax " + element.getSyntax()
                    + "; this registry knows proto2 and proto3");
        }
    }

    FileDescriptorProto build() {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName(name).setSyntax(isProto3 ? "proto3" : "proto2");
        if (element.getPackageName() != null) {
            file.setPackage(element.getPackageName());
        }
        file.addAllDependency(element.getImports());
        for (String path : element.getPublicImports()) {
            file.addPublicDependency(file.getDependencyCount()).addDependency(path);
        }
        for (TypeElement type : element.getTypes()) {
            switch (type) {
                case MessageElement message -> file.addMessageType(message(message));
                case EnumElement constants -> file.addEnumType(constants(constants));
                default -> throw unknown(type.getName());
            }
        }
        return file.build();
    }

    private static SchemaException unknown(String name) {
        return Invalid.because("The Protobuf type '" + name + "' is of a kind that this registry does not know");
    }

    private DescriptorProto message(MessageElement message) {
        DescriptorProto.Builder proto = DescriptorProto.newBuilder().setName(message.getName());
        boolean hasGroups = !message.getGroups().isEmpty()
                || message.getOneOfs().stream().anyMatch(one -> !one.getGroups().isEmpty());
        if (hasGroups) {
            throw Invalid.because("The message '" + message.getName()
                    + "' has groups, which this registry does not know; use a nested message");
        }
        for (TypeElement nested : message.getNestedTypes()) {
            switch (nested) {
                case MessageElement inner -> proto.addNestedType(message(inner));
                case EnumElement constants -> proto.addEnumType(constants(constants));
                default -> throw unknown(nested.getName());
            }
        }
        List<FieldElement> optional = new ArrayList<>();
        for (FieldElement field : message.getFields()) {
            if (isProto3 && field.getLabel() == Field.Label.OPTIONAL) {
                optional.add(field);
            } else {
                proto.addField(field(field, proto));
            }
        }
        for (OneOfElement oneOf : message.getOneOfs()) {
            int index = proto.getOneofDeclCount();
            proto.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
            oneOf.getFields()
                    .forEach(field -> proto.addField(field(field, proto).setOneofIndex(index)));
        }
        // each in a group of its own, behind all others
        for (FieldElement field : optional) {
            proto.addField(field(field, proto).setProto3Optional(true).setOneofIndex(proto.getOneofDeclCount()));
            proto.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
        }
        return proto.build();
    }

    private FieldDescriptorProto.Builder field(FieldElement field, DescriptorProto.Builder message) {
        FieldDescriptorProto.Builder proto = FieldDescriptorProto.newBuilder()
                .setName(field.getName())
                .setNumber(field.getTag())
                .setLabel(label(field));
        if (field.getJsonName() != null) {
            proto.setJsonName(field.getJsonName());
        }
        if (field.getDefaultValue() != null) {
            proto.setDefaultValue(field.getDefaultValue());
        }
        for (OptionElement option : field.getOptions()) {
            if (option.getName().equals("packed")) {
                proto.getOptionsBuilder()
                        .setPacked(String.valueOf(option.getValue()).equals("true"));
            }
        }
        String type = field.getType();
        if (type.startsWith("map<")) {
            String entry = entryName(field.getName());
            message.addNestedType(entry(entry, type));
            return proto.setLabel(Label.LABEL_REPEATED).setTypeName(entry).setType(Type.TYPE_MESSAGE);
        }
        return typed(proto, type);
    }

    private static FieldDescriptorProto.Builder typed(FieldDescriptorProto.Builder proto, String type) {
        Type scalar = SCALARS.get(type);
        return scalar == null ? proto.setTypeName(type) : proto.setType(scalar);
    }

    private static DescriptorProto entry(String name, String type) {
        String inner = type.substring("map<".length(), type.length() - 1);
        int comma = inner.indexOf(',');
        if (comma < 0) {
            throw Invalid.because("'" + type + "' is no map");
        }
        FieldDescriptorProto.Builder key =
                FieldDescriptorProto.newBuilder().setName("key").setNumber(1).setLabel(Label.LABEL_OPTIONAL);
        FieldDescriptorProto.Builder value =
                FieldDescriptorProto.newBuilder().setName("value").setNumber(2).setLabel(Label.LABEL_OPTIONAL);
        return DescriptorProto.newBuilder()
                .setName(name)
                .addField(typed(key, inner.substring(0, comma).strip()))
                .addField(typed(value, inner.substring(comma + 1).strip()))
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .build();
    }

    /** As protoc names it: {@code my_map} has entries of {@code MyMapEntry}. */
    private static String entryName(String field) {
        StringBuilder camel = new StringBuilder();
        for (String part : field.split("_")) {
            if (!part.isEmpty()) {
                camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return camel.append("Entry").toString();
    }

    private static Label label(FieldElement field) {
        if (field.getLabel() == Field.Label.REPEATED) {
            return Label.LABEL_REPEATED;
        }
        return field.getLabel() == Field.Label.REQUIRED ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL;
    }

    private static EnumDescriptorProto constants(EnumElement constants) {
        EnumDescriptorProto.Builder proto = EnumDescriptorProto.newBuilder().setName(constants.getName());
        constants
                .getConstants()
                .forEach(one -> proto.addValue(EnumValueDescriptorProto.newBuilder()
                        .setName(one.getName())
                        .setNumber(one.getTag())));
        for (OptionElement option : constants.getOptions()) {
            if (option.getName().equals("allow_alias")) {
                proto.getOptionsBuilder()
                        .setAllowAlias(String.valueOf(option.getValue()).equals("true"));
            }
        }
        return proto.build();
    }
}
