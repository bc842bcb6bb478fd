package gossip.schema.avro;

import gossip.schema.format.Roles;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Says what keeps one Avro schema from reading what another wrote, so that a person can act on it. */
final class AvroProblem {
    private AvroProblem() {}

    static String describe(Incompatibility problem, Roles roles) {
        return problem.getType() + " at " + problem.getLocation() + ": "
                + switch (problem.getType()) {
                    case READER_FIELD_MISSING_DEFAULT_VALUE -> missingDefault(problem, roles);
                    case TYPE_MISMATCH ->
                        roles.reader() + " has " + type(problem.getReaderFragment()) + " where " + roles.writer()
                                + " has " + type(problem.getWriterFragment())
                                + ", and one cannot be read as the other; keep the type, widen it (int to long, float"
                                + " or double, long to float or double, float to double, string to bytes and back), or"
                                + " add a field of another name";
                    case NAME_MISMATCH ->
                        roles.reader() + " has the name " + name(problem.getReaderFragment()) + " where "
                                + roles.writer() + " has " + name(problem.getWriterFragment())
                                + "; keep the name, or give the reader's type the other as an alias";
                    case FIXED_SIZE_MISMATCH ->
                        "the fixed type " + name(problem.getReaderFragment()) + " has "
                                + problem.getReaderFragment().getFixedSize() + " bytes in " + roles.reader() + " and "
                                + problem.getWriterFragment().getFixedSize() + " in " + roles.writer()
                                + "; keep the size, or use a type of another name";
                    case MISSING_ENUM_SYMBOLS -> missingSymbols(problem, roles);
                    case MISSING_UNION_BRANCH -> missingBranch(problem, roles);
                };
    }

    private static String missingDefault(Incompatibility problem, Roles roles) {
        String field = "the field '" + problem.getMessage() + "'";
        return roles.reader() + " needs " + field + ", which has no default there, and " + roles.writer()
                + " does not have it; "
                + roles.choose("give it a default value in the new schema", "keep it in the new schema");
    }

    private static String missingSymbols(Incompatibility problem, Roles roles) {
        return roles.reader() + " lacks the symbols " + problem.getMessage() + " of the enum "
                + name(problem.getWriterFragment()) + " in " + roles.writer() + "; "
                + roles.choose(
                        "keep them, or give the enum a default",
                        "do not add symbols, unless the enum had a default before");
    }

    private static String missingBranch(Incompatibility problem, Roles roles) {
        String message = problem.getMessage();
        String lacking = message.substring(message.lastIndexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
        return "the union " + branches(problem.getReaderFragment()) + " of " + roles.reader()
                + " has no branch for the "
                + lacking + " of " + roles.writer() + ", where there is " + branches(problem.getWriterFragment()) + "; "
                + roles.choose("keep the branch", "do not add a branch that older readers do not know");
    }

    private static String branches(Schema union) {
        if (union.getType() != Schema.Type.UNION) {
            return type(union);
        }
        return union.getTypes().stream()
                .limit(20)
                .map(AvroProblem::type)
                .toList()
                .toString();
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getType().getName() + " " + schema.getFullName();
            case UNION -> "a union";
            case ARRAY, MAP, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }

    private static String name(Schema schema) {
        return schema.getFullName();
    }
}
