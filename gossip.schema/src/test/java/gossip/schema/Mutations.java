package gossip.schema;

import java.util.List;
import java.util.Random;

/** Makes texts that are nearly right. */
public final class Mutations {
    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "\"\"",
            "0",
            "-1",
            "1e999",
            "\\",
            "\u0000",
            "\uD800",
            "é",
            "type",
            "\"type\":",
            "\"name\":",
            "\"int\"",
            "\"record\"",
            "\"R\"",
            "\"fields\":[]",
            "[[[[",
            "\"default\":",
            "\"$ref\":\"#\"",
            "\"enum\"",
            "\"fixed\"",
            "\"array\"",
            ";",
            "message ",
            "oneof ",
            "\"proto3\"",
            "= 1;",
            "99999999999",
            "//",
            "/*");

    private Mutations() {}

    /** The same text with some of it cut out, doubled, moved or replaced. */
    public static String of(String text, Random random) {
        StringBuilder copy = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !copy.isEmpty(); i++) {
            int from = random.nextInt(copy.length());
            int to = Math.min(copy.length(), from + random.nextInt(12));
            String piece = copy.substring(from, to);
            switch (random.nextInt(4)) {
                case 0 -> copy.delete(from, to);
                case 1 -> copy.insert(random.nextInt(copy.length()), piece);
                case 2 -> copy.insert(from, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                default -> copy.replace(from, to, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
            }
        }
        return copy.toString();
    }
}
