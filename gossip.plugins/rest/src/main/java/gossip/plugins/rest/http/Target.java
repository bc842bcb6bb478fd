package gossip.plugins.rest.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is for, taken apart. Paths that could be understood in two ways are refused: empty segments, {@code .} and
 * {@code ..}, control characters, backslashes, and bytes that are not UTF-8.
 *
 * @param segments of the path, decoded
 * @param query values by name, decoded, in order
 */
public record Target(List<String> segments, Map<String, List<String>> query) {
    private static final int MAX_PARAMETERS = 1_000;

    /** Copies the list. */
    public Target {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a request target (RFC 9112).
     *
     * @param text in origin form or in absolute form
     * @return the target
     * @throws Refusal with status 400
     */
    public static Target parse(String text) {
        String origin = origin(text);
        int hash = origin.indexOf('#');
        if (hash >= 0) {
            throw Refusal.badRequest("the request target has a fragment (#), which is not sent to servers");
        }
        int question = origin.indexOf('?');
        String path = question < 0 ? origin : origin.substring(0, question);
        return new Target(segments(path), question < 0 ? Map.of() : query(origin.substring(question + 1)));
    }

    private static String origin(String text) {
        if (text.startsWith("/")) {
            return text;
        }
        int scheme = text.indexOf("://");
        if (scheme > 0 && (text.startsWith("http:") || text.startsWith("https:"))) {
            int slash = text.indexOf('/', scheme + 3);
            return slash < 0 ? "/" : text.substring(slash);
        }
        throw Refusal.badRequest("the request target is not a path; it begins with /");
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = decode(path, start, end, false);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw Refusal.badRequest("the path has a segment that is empty, . or ..");
            }
            segments.add(segment);
            start = end + 1;
        }
        return segments;
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        int start = 0;
        while (start < text.length()) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (end > start) {
                int equals = text.indexOf('=', start);
                boolean hasValue = equals >= 0 && equals < end;
                String name = decode(text, start, hasValue ? equals : end, true);
                String value = hasValue ? decode(text, equals + 1, end, true) : "";
                values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
                if (++count > MAX_PARAMETERS) {
                    throw Refusal.badRequest("there are more than " + MAX_PARAMETERS + " query parameters");
                }
            }
            start = end + 1;
        }
        return values;
    }

    private static String decode(String text, int start, int end, boolean isForm) {
        boolean isPlain = true;
        for (int i = start; i < end; i++) {
            char letter = text.charAt(i);
            if (letter <= ' ' || letter >= 0x7f || letter == '\\') {
                throw Refusal.badRequest("the request target has a character that must be percent-encoded: 0x"
                        + Integer.toHexString(letter));
            }
            isPlain &= letter != '%' && !(isForm && letter == '+');
        }
        if (isPlain) {
            return text.substring(start, end);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        int i = start;
        while (i < end) {
            char letter = text.charAt(i);
            if (letter == '%') {
                bytes.write(octet(text, i, end));
                i += 3;
            } else {
                bytes.write(isForm && letter == '+' ? ' ' : letter);
                i++;
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String text, int position, int end) {
        int high = position + 2 < end ? Character.digit(text.charAt(position + 1), 16) : -1;
        int low = position + 2 < end ? Character.digit(text.charAt(position + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.badRequest("the request target has a % without two hexadecimal digits");
        }
        int octet = high << 4 | low;
        if (octet < ' ' || octet == 0x7f) {
            throw Refusal.badRequest("the request target has a control character");
        }
        return octet;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("the request target is not UTF-8 where it is percent-encoded");
        }
    }

    /**
     * The only value of a query parameter.
     *
     * @param name of the parameter
     * @return empty if it is not there
     * @throws Refusal if it is there more than once
     */
    public Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Refusal.badRequest("the query parameter " + name + " is there " + values.size() + " times");
        }
        return values.stream().findFirst();
    }
}
