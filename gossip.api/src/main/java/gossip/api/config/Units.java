package gossip.api.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and time spans as people write them. */
final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(-?\\d+)\\s*([A-Za-z]*)");
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();
    private static final Map<String, Long> TIMES_MS = new LinkedHashMap<>();

    static {
        SIZES.put("TB", 1L << 40);
        SIZES.put("GB", 1L << 30);
        SIZES.put("MB", 1L << 20);
        SIZES.put("KB", 1L << 10);
        SIZES.put("B", 1L);
        TIMES_MS.put("d", 86_400_000L);
        TIMES_MS.put("h", 3_600_000L);
        TIMES_MS.put("m", 60_000L);
        TIMES_MS.put("s", 1_000L);
        TIMES_MS.put("ms", 1L);
    }

    private Units() {}

    static Long parseSize(String text) {
        return parse(text, SIZES, true, "B", "a size such as 512KB, 64MB or 1GB, or -1 for no limit");
    }

    static String formatSize(long bytes) {
        return format(bytes, SIZES, "B");
    }

    static Duration parseDuration(String text) {
        return Duration.ofMillis(parse(
                text,
                TIMES_MS,
                false,
                "",
                "a duration with a unit such as 100ms, 30s, 5m, 12h or 7d, or -1 for no limit"));
    }

    static String formatDuration(Duration duration) {
        return format(duration.toMillis(), TIMES_MS, "ms");
    }

    private static long parse(
            String text, Map<String, Long> units, boolean ignoreCase, String defaultUnit, String expected) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + expected);
        }
        try {
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2).isEmpty() ? defaultUnit : matcher.group(2);
            if (number == -1 && matcher.group(2).isEmpty()) {
                return -1;
            }
            Long factor = units.get(ignoreCase ? unit.toUpperCase(Locale.ROOT) : unit);
            if (factor == null || number < 0) {
                throw new IllegalArgumentException("expected " + expected);
            }
            return Math.multiplyExact(number, factor);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("expected " + expected + " (the number is too large)", e);
        }
    }

    private static String format(long value, Map<String, Long> units, String smallest) {
        if (value < 0) {
            return "-1";
        }
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (value != 0 && value % unit.getValue() == 0) {
                return value / unit.getValue() + unit.getKey();
            }
        }
        return value + smallest;
    }
}
