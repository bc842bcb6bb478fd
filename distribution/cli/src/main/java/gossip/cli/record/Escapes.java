package gossip.cli.record;

import java.util.Map;

/** The escapes that a shell passes on as they are: {@code \n}, {@code \t}, {@code \r}, {@code \0} and {@code \\}. */
final class Escapes {
    private static final Map<Character, Character> MEANINGS =
            Map.of('n', '\n', 't', '\t', 'r', '\r', '0', '\0', '\\', '\\');

    private Escapes() {}

    static String unescape(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Character meaning = c == '\\' && i + 1 < text.length() ? MEANINGS.get(text.charAt(i + 1)) : null;
            result.append(meaning == null ? c : (char) meaning);
            i += meaning == null ? 0 : 1;
        }
        return result.toString();
    }
}
