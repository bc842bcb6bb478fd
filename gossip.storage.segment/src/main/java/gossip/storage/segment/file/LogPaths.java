package gossip.storage.segment.file;

import gossip.api.PartitionId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of partitions lie: {@code <data dir>/logs/<topic id>-<partition>/<base offset>.log} and so on.
 *
 * @param logsDirectory directory of the partitions' directories
 */
public record LogPaths(Path logsDirectory) {
    /** Records. */
    public static final String SEGMENT_SUFFIX = ".log";
    /** Sparse index of a segment. */
    public static final String INDEX_SUFFIX = ".index";
    /** Snapshot of derived state; the number is the end of the records that it covers. */
    public static final String SNAPSHOT_SUFFIX = ".snapshot";
    /** Output of compaction that is not yet in place. */
    public static final String CLEANED_SUFFIX = ".cleaned";
    /** Directory of a partition that is being deleted. */
    public static final String DELETED_SUFFIX = ".deleted";

    private static final Pattern PARTITION = Pattern.compile("([0-9a-f-]{36})-(\\d{1,10})");

    /**
     * The layout below a node's directory.
     *
     * @param dataDir the node's directory
     * @return the layout
     */
    public static LogPaths in(Path dataDir) {
        return new LogPaths(dataDir.resolve("logs"));
    }

    /**
     * Directory of a partition.
     *
     * @param id the partition
     * @return a path
     */
    public Path partition(PartitionId id) {
        return logsDirectory.resolve(id.toString());
    }

    /**
     * A file of a partition that is named by an offset.
     *
     * @param id the partition
     * @param offset the number in its name
     * @param suffix one of the constants
     * @return a path
     */
    public Path file(PartitionId id, long offset, String suffix) {
        return partition(id).resolve(name(offset, suffix));
    }

    /**
     * Reads the name of a partition's directory.
     *
     * @param name a file name
     * @return empty if it is not such a name
     */
    public static Optional<PartitionId> partitionOf(String name) {
        Matcher matcher = PARTITION.matcher(name);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new PartitionId(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    /**
     * Reads the offset in a file name.
     *
     * @param name a file name that ends in {@code suffix}
     * @param suffix one of the constants
     * @return empty if the rest is not an offset
     */
    public static Optional<Long> offsetOf(String name, String suffix) {
        String digits = name.substring(0, name.length() - suffix.length());
        return digits.matches("\\d{19,20}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static String name(long offset, String suffix) {
        String digits = Long.toString(offset);
        return "0".repeat(20 - digits.length()) + digits + suffix;
    }
}
