package gossip.core.group;

/** Which way a group may change its protocol while it has members. */
enum MigrationPolicy {
    /** It may not. */
    DISABLED,
    /** From the classic protocol to the consumer protocol. */
    UPGRADE,
    /** From the consumer protocol to the classic protocol. */
    DOWNGRADE,
    /** Both ways. */
    BIDIRECTIONAL;

    boolean allowsUpgrade() {
        return this == UPGRADE || this == BIDIRECTIONAL;
    }

    boolean allowsDowngrade() {
        return this == DOWNGRADE || this == BIDIRECTIONAL;
    }
}
