package gossip.core.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How large the program of a pattern would be, found without compiling it. Repetitions multiply, so that a pattern of thirty
 * characters can ask for more memory than there is, and groups nest deeper than a thread's stack; both are refused before.
 */
public final class PatternCost {
    /** Steps of the program, each of which may be taken for each character of a name. */
    public static final int MOST_STEPS = 2_000;

    /** Groups in groups. */
    static final int MOST_DEPTH = 50;

    private final String regex;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int deepest;

    private PatternCost(String regex) {
        this.regex = regex;
        frames.push(new Frame());
    }

    /** A group that is not closed yet. */
    private static final class Frame {
        long total;
        long last;

        void add(long size) {
            total += size;
            last = size;
        }

        void grow(long size) {
            total += size;
            last += size;
        }
    }

    /**
     * What is wrong with a pattern, if it is too large; whether it is a pattern at all is not looked at. Takes time in
     * proportion to its length.
     *
     * @param regex a pattern of RE2
     * @return for a person; empty if it may be compiled
     */
    public static Optional<String> problemWith(String regex) {
        PatternCost cost = new PatternCost(regex);
        long steps = cost.measure();
        if (cost.deepest > MOST_DEPTH) {
            return Optional.of("it has groups in groups " + cost.deepest + " deep, and may have " + MOST_DEPTH);
        }
        return steps > MOST_STEPS
                ? Optional.of("it takes " + steps + " steps, and may take " + MOST_STEPS + "; repeat less")
                : Optional.empty();
    }

    private long measure() {
        int position = 0;
        while (position < regex.length() && total() <= Integer.MAX_VALUE) {
            position = step(position);
        }
        return total();
    }

    /** Of what is closed and what is not. */
    private long total() {
        return frames.stream().mapToLong(frame -> frame.total).sum();
    }

    private Frame top() {
        return frames.getFirst();
    }

    private int step(int position) {
        return switch (regex.charAt(position)) {
            case '\\' -> escape(position);
            case '[' -> characterClass(position);
            case '(' -> open(position);
            case ')' -> close(position);
            case '{' -> repeat(position);
            case '*', '+', '?' -> {
                top().grow(1);
                yield position + 1;
            }
            default -> {
                top().add(1);
                yield position + 1;
            }
        };
    }

    private int open(int position) {
        int end = position;
        if (regex.startsWith("(?", position)) {
            end = position + 2;
            while (end < regex.length() && ":>)".indexOf(regex.charAt(end)) < 0) {
                end++;
            }
        }
        boolean areFlags = end < regex.length() && regex.charAt(end) == ')';
        if (!areFlags) {
            // a repetition behind flags repeats what is before them
            frames.push(new Frame());
            deepest = Math.max(deepest, frames.size() - 1);
        }
        return end + 1;
    }

    private int close(int position) {
        if (frames.size() > 1) {
            Frame closed = frames.pop();
            top().add(closed.total + 2);
        }
        return position + 1;
    }

    private int escape(int position) {
        if (regex.startsWith("\\Q", position)) {
            int end = regex.indexOf("\\E", position + 2);
            int literals = (end < 0 ? regex.length() : end) - position - 2;
            top().grow(Math.max(literals - 1, 0));
            top().add(1);
            return end < 0 ? regex.length() : end + 2;
        }
        top().add(1);
        boolean isNamed = position + 2 < regex.length()
                && "pPx".indexOf(regex.charAt(position + 1)) >= 0
                && regex.charAt(position + 2) == '{';
        int end = isNamed ? regex.indexOf('}', position) : position + 1;
        return end < 0 ? regex.length() : end + 1;
    }

    private int characterClass(int position) {
        top().add(1);
        int end = position + 1;
        if (end < regex.length() && regex.charAt(end) == '^') {
            end++;
        }
        boolean isFirst = true;
        while (end < regex.length() && (isFirst || regex.charAt(end) != ']')) {
            isFirst = false;
            if (regex.startsWith("[:", end) && regex.indexOf(":]", end) > 0) {
                end = regex.indexOf(":]", end) + 2;
            } else {
                end += regex.charAt(end) == '\\' ? 2 : 1;
            }
        }
        return end + 1;
    }

    private int repeat(int position) {
        int end = regex.indexOf('}', position);
        Optional<Integer> times = end < 0 ? Optional.empty() : times(regex.substring(position + 1, end));
        if (times.isEmpty()) {
            top().add(1);
            return position + 1;
        }
        top().grow(top().last * (Math.max(times.get(), 1) - 1) + 1);
        return end + 1;
    }

    /** The larger number of {@code n}, {@code n,} or {@code n,m}. */
    private static Optional<Integer> times(String text) {
        if (text.length() > 20 || !text.matches("\\d+(,\\d*)?")) {
            return Optional.empty();
        }
        int most = 0;
        for (String number : text.split(",", -1)) {
            most = number.isEmpty() ? most + 1 : Math.max(most, (int) Math.min(parse(number), 10_000));
        }
        return Optional.of(most);
    }

    private static long parse(String number) {
        return number.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(number);
    }
}
