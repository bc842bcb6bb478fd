package gossip.core.group;

/**
 * What a group may take.
 *
 * @param initialRebalanceDelayMs how long an empty group waits for more members after the first
 * @param maxSize most members of a group of the classic protocol
 * @param newMemberJoinMs how long a join of a new member waits at most, for a client that is gone cannot be told from one that
 *     is patient
 * @param consumer what groups of the consumer protocol may take
 */
record GroupLimits(int initialRebalanceDelayMs, int maxSize, int newMemberJoinMs, ConsumerLimits consumer) {}
