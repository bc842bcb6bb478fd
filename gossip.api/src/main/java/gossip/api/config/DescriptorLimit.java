package gossip.api.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How many file descriptors the operating system allows this process ({@code RLIMIT_NOFILE}). Any thread. */
public final class DescriptorLimit {
    /** Descriptors that a broker needs for what is neither a client nor a segment: jars, logs, metadata, other brokers. */
    public static final int RESERVED = 256;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String NAME = "Max open files";
    private static final int MOST = 100_000;
    private static final int LEAST = 16;
    private static final int UNKNOWN = 10_000;

    private DescriptorLimit() {}

    /**
     * Asks the operating system for the soft limit. Reads a small file.
     *
     * @return a count; the largest long if there is no limit; empty where the system does not tell
     */
    public static OptionalLong ofThisProcess() {
        try {
            return Files.isReadable(LIMITS) ? parse(Files.readAllLines(LIMITS)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(NAME)) {
                String soft = line.substring(NAME.length()).strip().split("\\s+", 2)[0];
                if (soft.equals("unlimited")) {
                    return OptionalLong.of(Long.MAX_VALUE);
                }
                return soft.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(soft)) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /**
     * The share of a cache of open files, which can do with fewer: half of the descriptors, less what is
     * {@link #RESERVED}.
     *
     * @param limit how many there are; empty if that is not known
     * @return 16 to 100,000; 10,000 where the limit is not known
     */
    public static int share(OptionalLong limit) {
        return limit.isEmpty() ? UNKNOWN : Math.clamp(limit.getAsLong() / 2 - RESERVED, LEAST, MOST);
    }
}
