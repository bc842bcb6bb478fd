package gossip.schema.registry;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.schema.RegistrySettings;
import gossip.schema.format.Invalid;
import java.nio.charset.StandardCharsets;

/**
 * What is refused before a text is read at all.
 *
 * @param size how many bytes the text may have
 * @param references how many references there may be
 */
record TextLimits(long size, int references) {
    private static final int LONGEST_NAME = 1000;

    void check(Schema schema) {
        long bytes = schema.text().length() > size
                ? schema.text().length()
                : schema.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > size) {
            throw new SchemaException(
                    SchemaError.SCHEMA_TOO_LARGE,
                    "The schema has " + bytes + " bytes, more than the " + size + " that "
                            + RegistrySettings.MAX_SIZE.key() + " allows");
        }
        if (schema.references().size() > references) {
            throw Invalid.tooMuch(
                    "The number of references",
                    schema.references().size(),
                    references,
                    RegistrySettings.MAX_REFERENCES.key());
        }
        check("The text of the schema", schema.text());
        for (Schema.Reference reference : schema.references()) {
            checkName("The name of a reference", reference.name());
            checkName("The subject of a reference", reference.subject());
        }
    }

    private static void checkName(String what, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Invalid.because(what + " has " + name.length() + " characters, not 1 to " + LONGEST_NAME);
        }
        check(what, name);
    }

    /** Half a surrogate pair is not Unicode: it would become another text on its way to the other nodes. */
    private static void check(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw Invalid.because(what + " is not Unicode: half a surrogate pair at character " + i);
            }
        }
    }

    static void checkSubject(String context, String name) {
        String both = context + name;
        if (name.isEmpty() || both.length() > LONGEST_NAME) {
            throw invalid("it has " + both.length() + " characters with its context, not 1 to " + LONGEST_NAME, name);
        }
        if (both.chars().anyMatch(unit -> Character.isISOControl(unit) || Character.isSurrogate((char) unit))) {
            throw invalid("it holds a control character or one beyond U+FFFF", "");
        }
        if (name.equals("__GLOBAL") || name.equals("__EMPTY")) {
            throw invalid("that name is reserved", name);
        }
    }

    private static SchemaException invalid(String reason, String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return new SchemaException(
                SchemaError.INVALID_SUBJECT, "The specified subject '" + shown + "' is not a valid subject: " + reason);
    }
}
