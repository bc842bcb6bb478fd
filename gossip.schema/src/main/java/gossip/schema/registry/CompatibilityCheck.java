package gossip.schema.registry;

import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.Compatibility;
import gossip.api.schema.Schema;
import gossip.api.schema.SubjectName;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.Roles;
import java.util.ArrayList;
import java.util.List;

/** Compares a schema with versions that there are. */
final class CompatibilityCheck {
    private static final int SHOWN = 50;
    private static final int SHOWN_TEXT = 2000;

    private final ParsedSchemas schemas;

    CompatibilityCheck(ParsedSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * What keeps a schema from becoming the next version.
     *
     * @param versions those to compare with, oldest first; unless the level is transitive only the last one counts
     */
    List<String> problems(
            SchemasImage image,
            SubjectName subject,
            Compatibility level,
            Candidate candidate,
            List<SubjectImage.Version> versions) {
        List<SubjectImage.Version> counting = level == Compatibility.NONE || versions.isEmpty()
                ? List.of()
                : level.isTransitive() ? versions.reversed() : List.of(versions.getLast());
        for (SubjectImage.Version version : counting) {
            StoredSchema old = image.schema(subject.context(), version.id()).orElseThrow();
            List<String> problems = problems(image, level, candidate, version.number(), old);
            if (!problems.isEmpty()) {
                return withContext(problems, level, version.number(), old.schema());
            }
        }
        return List.of();
    }

    private List<String> problems(
            SchemasImage image, Compatibility level, Candidate candidate, int number, StoredSchema old) {
        if (!old.schema().type().equals(candidate.type())) {
            return List.of("SCHEMA_TYPE_CHANGED at /: the new schema is of type " + candidate.type() + ", version "
                    + number + " of type " + old.schema().type()
                    + "; register it under another subject, or set the compatibility level to NONE");
        }
        ParsedSchema before = schemas.stored(image, old);
        List<String> problems = new ArrayList<>();
        String name = "version " + number;
        if (level.isBackward()) {
            problems.addAll(candidate.parsed().problemsReading(before, Roles.backward(name)));
        }
        if (level.isForward()) {
            problems.addAll(before.problemsReading(candidate.parsed(), Roles.forward(name)));
        }
        return problems;
    }

    private static List<String> withContext(List<String> problems, Compatibility level, int number, Schema old) {
        List<String> all = new ArrayList<>(problems.stream().limit(SHOWN).toList());
        if (problems.size() > SHOWN) {
            all.add("and " + (problems.size() - SHOWN) + " more");
        }
        String text = old.text();
        all.add("{oldSchemaVersion: " + number + "}");
        all.add("{oldSchema: '" + (text.length() > SHOWN_TEXT ? text.substring(0, SHOWN_TEXT) + "..." : text) + "'}");
        all.add("{compatibility: '" + level + "'}");
        return all;
    }

    /**
     * What is to be registered.
     *
     * @param type type of schema
     * @param parsed the schema
     */
    record Candidate(String type, ParsedSchema parsed) {}
}
