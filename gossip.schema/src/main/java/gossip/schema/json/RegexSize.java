package gossip.schema.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates how large a regular expression becomes when what is repeated so many times is written out, which is what makes
 * short ones take gigabytes. Used once, by one thread.
 */
final class RegexSize {
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");
    private static final double ENOUGH = 1e12;

    private final String regex;
    private final Deque<Double> outer = new ArrayDeque<>();
    private double size;
    private double last;
    private int position;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        return (long) new RegexSize(regex).estimate();
    }

    private double estimate() {
        while (position < regex.length() && size < ENOUGH) {
            step(regex.charAt(position));
        }
        return Math.min(
                ENOUGH, size + outer.stream().mapToDouble(Double::doubleValue).sum());
    }

    private void step(char next) {
        switch (next) {
            case '\\' -> atom(2);
            case '[' -> atom(endOfClass() - position);
            case '(' -> {
                outer.push(size);
                size = 0;
                position++;
            }
            case ')' -> {
                last = size;
                size += outer.isEmpty() ? 0 : outer.pop();
                position++;
            }
            case '{' -> repeat();
            default -> atom(1);
        }
    }

    private void atom(int length) {
        last = 1;
        size++;
        position += length;
    }

    private int endOfClass() {
        for (int i = position + 2; i < regex.length(); i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.charAt(i) == ']') {
                return i + 1;
            }
        }
        return regex.length();
    }

    private void repeat() {
        Matcher times = REPEAT.matcher(regex).region(position, regex.length());
        if (!times.lookingAt()) {
            atom(1);
            return;
        }
        double least = Double.parseDouble(times.group(1));
        String end = times.group(3);
        double most = end == null || end.isEmpty() ? least + 1 : Double.parseDouble(end);
        double repeated = Math.min(ENOUGH, last * Math.max(least, most));
        size += repeated - last;
        last = repeated;
        position = times.end();
    }
}
