package gossip.api.metadata;

import java.util.Arrays;

/**
 * Which brokers hold the replicas of a run of partitions: one flat array, for a million partitions must stay small.
 * Immutable.
 */
public final class Assignment {
    private final int replicationFactor;
    private final int[] replicas;

    /**
     * Creates an assignment.
     *
     * @param replicationFactor replicas per partition, at least 1
     * @param replicas broker ids, {@code replicationFactor} for each partition, the preferred leader first; copied
     */
    public Assignment(int replicationFactor, int[] replicas) {
        if (replicationFactor < 1 || replicas.length % replicationFactor != 0) {
            throw new IllegalArgumentException(
                    replicas.length + " replicas do not make partitions of " + replicationFactor);
        }
        this.replicationFactor = replicationFactor;
        this.replicas = replicas.clone();
    }

    /**
     * Puts all partitions on one broker.
     *
     * @param partitionCount how many partitions
     * @param brokerId the broker
     * @return the assignment
     */
    public static Assignment onOne(int partitionCount, int brokerId) {
        int[] replicas = new int[partitionCount];
        Arrays.fill(replicas, brokerId);
        return new Assignment(1, replicas);
    }

    /**
     * Replicas per partition.
     *
     * @return at least 1
     */
    public int replicationFactor() {
        return replicationFactor;
    }

    /**
     * How many partitions are assigned.
     *
     * @return a count
     */
    public int partitionCount() {
        return replicas.length / replicationFactor;
    }

    /**
     * Replicas of one partition.
     *
     * @param partition index within this assignment
     * @return a copy, the preferred leader first
     */
    public int[] replicas(int partition) {
        int from = partition * replicationFactor;
        return Arrays.copyOfRange(replicas, from, from + replicationFactor);
    }

    /**
     * First replica of one partition.
     *
     * @param partition index within this assignment
     * @return a broker id
     */
    public int preferredLeader(int partition) {
        return replicas[partition * replicationFactor];
    }

    /**
     * All replicas in one array, as given to the constructor.
     *
     * @return a copy
     */
    public int[] flat() {
        return replicas.clone();
    }

    Assignment plus(Assignment more) {
        int[] both = Arrays.copyOf(replicas, replicas.length + more.replicas.length);
        System.arraycopy(more.replicas, 0, both, replicas.length, more.replicas.length);
        return new Assignment(replicationFactor, both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment that
                && replicationFactor == that.replicationFactor
                && Arrays.equals(replicas, that.replicas);
    }

    @Override
    public int hashCode() {
        return 31 * replicationFactor + Arrays.hashCode(replicas);
    }

    @Override
    public String toString() {
        return partitionCount() + " partitions x " + replicationFactor;
    }
}
