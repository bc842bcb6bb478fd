package gossip.core.group;

/**
 * What a group may take.
 *
 * @param initialRebalanceDelayMs how long an empty group waits for more members after the first
 * @param maxSize most members of a group
 * @param newMemberJoinMs how long a join of a new member waits at most, for a client that is gone cannot be told from one that
 *     is patient
 */
record GroupLimits(int initialRebalanceDelayMs, int maxSize, int newMemberJoinMs) {}
