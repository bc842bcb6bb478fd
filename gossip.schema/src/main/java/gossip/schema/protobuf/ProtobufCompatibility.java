package gossip.schema.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import gossip.schema.format.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds what keeps one Protobuf schema from reading what another wrote. Used once, by one thread. */
final class ProtobufCompatibility {
    private final Roles roles;
    private final List<String> problems = new ArrayList<>();

    ProtobufCompatibility(Roles roles) {
        this.roles = roles;
    }

    List<String> problems(FileDescriptor reader, FileDescriptor writer) {
        if (!reader.getPackage().equals(writer.getPackage())) {
            add(
                    "PACKAGE_CHANGED",
                    "",
                    "the package is '" + reader.getPackage() + "' in {reader} and '" + writer.getPackage()
                            + "' in {writer}; keep it");
            return problems;
        }
        Map<String, Descriptor> read = new HashMap<>();
        Types.all(reader).forEach(message -> read.put(message.getFullName(), message));
        Types.all(writer).forEach(written -> {
            Descriptor message = read.get(written.getFullName());
            if (message != null) {
                compare(message, written);
            } else if (!written.getOptions().getMapEntry()) {
                add(
                        "MESSAGE_REMOVED",
                        path(written),
                        "{reader} lacks the message '" + written.getFullName() + "' of {writer}; keep it");
            }
        });
        return problems;
    }

    private void compare(Descriptor reader, Descriptor writer) {
        for (FieldDescriptor written : writer.getFields()) {
            FieldDescriptor field = reader.findFieldByNumber(written.getNumber());
            if (field == null) {
                removed(written);
            } else {
                compare(field, written);
            }
        }
        for (FieldDescriptor field : reader.getFields()) {
            if (field.isRequired() && writer.findFieldByNumber(field.getNumber()) == null) {
                add(
                        "REQUIRED_FIELD_ADDED",
                        path(field),
                        "{reader} needs the field '" + field.getName() + "' that {writer} does not have; make it"
                                + " optional");
            }
        }
        for (OneofDescriptor group : reader.getRealOneofs()) {
            compareOneof(group, writer);
        }
    }

    private void removed(FieldDescriptor written) {
        if (written.isRequired()) {
            add(
                    "REQUIRED_FIELD_REMOVED",
                    path(written),
                    "{reader} lacks the field '" + written.getName() + "', which {writer} requires; keep it");
        }
        if (written.getRealContainingOneof() != null) {
            add(
                    "ONEOF_FIELD_REMOVED",
                    path(written),
                    "{reader} lacks the field '" + written.getName() + "' of the oneof '"
                            + written.getRealContainingOneof().getName() + "' in {writer}; keep it");
        }
    }

    private void compare(FieldDescriptor reader, FieldDescriptor writer) {
        String where = path(reader);
        if (!kind(reader).equals(kind(writer))) {
            add(
                    "FIELD_KIND_CHANGED",
                    where,
                    "field " + reader.getNumber() + " is of type " + type(reader) + " in {reader} and "
                            + type(writer) + " in {writer}, which look different on the wire; keep the type, or use"
                            + " another number");
        } else if (kind(reader).equals("message")
                && !reader.getMessageType()
                        .getFullName()
                        .equals(writer.getMessageType().getFullName())) {
            add(
                    "FIELD_NAMED_TYPE_CHANGED",
                    where,
                    "field " + reader.getNumber() + " is of the message '"
                            + reader.getMessageType().getFullName() + "' in {reader} and '"
                            + writer.getMessageType().getFullName() + "' in {writer}; keep it, or use another number");
        }
        boolean isNumber = !kind(reader).equals("message") && !kind(reader).equals("text");
        if (reader.isRepeated() != writer.isRepeated() && (isNumber || reader.isMapField() || writer.isMapField())) {
            add(
                    "FIELD_NUMERIC_LABEL_CHANGED",
                    where,
                    "field " + reader.getNumber() + " is " + (reader.isRepeated() ? "" : "not ")
                            + "repeated in {reader}, unlike {writer}; keep that, or use another number");
        }
        if (reader.isRequired() && !writer.isRequired()) {
            add(
                    "REQUIRED_FIELD_ADDED",
                    where,
                    "{reader} needs the field '" + reader.getName() + "', which {writer} may leave out; make it"
                            + " optional");
        }
    }

    /** Who sets two fields of one group loses the first. */
    private void compareOneof(OneofDescriptor group, Descriptor writer) {
        Set<String> before = new HashSet<>();
        int loose = 0;
        for (FieldDescriptor field : group.getFields()) {
            FieldDescriptor written = writer.findFieldByNumber(field.getNumber());
            if (written != null && written.getRealContainingOneof() != null) {
                before.add(written.getRealContainingOneof().getName());
            } else if (written != null) {
                loose++;
            }
        }
        if (loose + before.size() > 1) {
            add(
                    before.isEmpty() ? "MULTIPLE_FIELDS_MOVED_TO_ONEOF" : "FIELDS_MOVED_TO_EXISTING_ONEOF",
                    "/" + group.getContainingType().getFullName() + "/" + group.getName(),
                    "the oneof '" + group.getName() + "' of {reader} holds fields that {writer} can set together; leave"
                            + " them where they were");
        }
    }

    /** What looks the same on the wire, and can be read as the other. */
    private static String kind(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32, UINT32, INT64, UINT64, BOOL, ENUM -> "varint";
            case SINT32, SINT64 -> "zigzag";
            case FIXED32, SFIXED32 -> "fixed32";
            case FIXED64, SFIXED64 -> "fixed64";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case STRING, BYTES -> "text";
            case MESSAGE, GROUP -> "message";
        };
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default ->
                field.toProto().getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
        };
    }

    private static String path(Descriptor message) {
        return "/" + message.getFullName();
    }

    private static String path(FieldDescriptor field) {
        return path(field.getContainingType()) + "/" + field.getName();
    }

    private void add(String kind, String path, String what) {
        problems.add(kind + " at " + (path.isEmpty() ? "/" : path) + ": "
                + what.replace("{reader}", roles.reader()).replace("{writer}", roles.writer()));
    }
}
