package gossip.api.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a setting's text is read and written.
 *
 * @param <T> type of the value
 * @param name what people call it, for the reference
 * @param parse text to value; throws {@link IllegalArgumentException} with what was expected
 * @param format value to text that parses to the same value
 */
public record SettingType<T>(String name, Function<String, T> parse, Function<T, String> format) {
    /** Any text. */
    public static final SettingType<String> TEXT = new SettingType<>("text", text -> text, text -> text);
    /** A whole number of 32 bits. */
    public static final SettingType<Integer> INT = new SettingType<>("number", SettingType::int32, String::valueOf);
    /** A whole number of 64 bits. */
    public static final SettingType<Long> LONG = new SettingType<>("number", SettingType::number, String::valueOf);
    /** true or false. */
    public static final SettingType<Boolean> BOOLEAN =
            new SettingType<>("true or false", SettingType::bool, String::valueOf);
    /** Bytes, with B, KB, MB, GB or TB (powers of 1024); -1 stands for no limit. */
    public static final SettingType<Long> SIZE = new SettingType<>("size", Units::parseSize, Units::formatSize);
    /** A time span with ms, s, m, h or d. */
    public static final SettingType<Duration> DURATION =
            new SettingType<>("duration", Units::parseDuration, Units::formatDuration);
    /** Texts separated by commas. */
    public static final SettingType<List<String>> LIST =
            new SettingType<>("list", SettingType::list, items -> String.join(",", items));

    /**
     * One of a few words.
     *
     * @param <E> the enum
     * @param type the enum whose constants are the words, in lower case with - for _
     * @return the type
     */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(SettingType::word).toList();
        Function<String, E> parse = text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + String.join(", ", words)));
        return new SettingType<>(String.join(" | ", words), parse, SettingType::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Long number(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
    }

    private static Integer int32(String text) {
        long value = number(text);
        if (value != (int) value) {
            throw new IllegalArgumentException("expected a whole number of 32 bits");
        }
        return (int) value;
    }

    private static Boolean bool(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
