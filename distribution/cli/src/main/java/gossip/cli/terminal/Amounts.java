package gossip.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private Amounts() {}

    /**
     * A size in the largest unit that keeps it above one.
     *
     * @param sizeBytes the size
     * @return such as {@code 1.5 MB}
     */
    public static String size(long sizeBytes) {
        double value = sizeBytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? sizeBytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /**
     * A span of time in seconds.
     *
     * @param elapsed the span
     * @return such as {@code 0.4 s}
     */
    public static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }

    /**
     * A count with its noun.
     *
     * @param count how many
     * @param singular the noun for one; others get an s
     * @return such as {@code 1 record} or {@code 12,000 records}
     */
    public static String count(long count, String singular) {
        return String.format(Locale.ROOT, "%,d %s%s", count, singular, count == 1 ? "" : "s");
    }
}
