package gossip.schema.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import gossip.schema.format.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Messages of a file, nested ones included. */
final class Types {
    private Types() {}

    static int count(Descriptor message) {
        return 1
                + message.getEnumTypes().size()
                + message.getNestedTypes().stream().mapToInt(Types::count).sum();
    }

    static Stream<Descriptor> all(FileDescriptor file) {
        return file.getMessageTypes().stream().flatMap(Types::withNested);
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        return Stream.concat(
                Stream.of(message), message.getNestedTypes().stream().flatMap(Types::withNested));
    }

    static Optional<Descriptor> named(FileDescriptor file, String fullName) {
        return all(file)
                .filter(message -> message.getFullName().equals(fullName))
                .findFirst();
    }

    /** The message that a list of indexes leads to. */
    static Descriptor at(FileDescriptor file, List<Integer> indexes) {
        List<Descriptor> among = file.getMessageTypes();
        Descriptor found = null;
        for (int index : indexes) {
            if (index < 0 || index >= among.size()) {
                throw Invalid.because("The payload is of the message with the indexes " + indexes
                        + ", which the schema does not have");
            }
            found = among.get(index);
            among = found.getNestedTypes();
        }
        if (found == null) {
            throw Invalid.because("The payload does not say of which message it is");
        }
        return found;
    }

    static List<Integer> indexesOf(Descriptor message) {
        List<Integer> indexes = new ArrayList<>();
        Descriptor current = message;
        while (current != null) {
            indexes.addFirst(current.getIndex());
            current = current.getContainingType();
        }
        return indexes;
    }
}
