package gossip.core.group;

/** Where a group stands in the protocol. */
enum ClassicState {
    /** It has no members; it may have offsets. */
    EMPTY("Empty"),
    /** It waits for its members to join. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** Its members have joined and wait for the leader's assignment. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Its members have their assignment. */
    STABLE("Stable"),
    /** It is deleted. */
    DEAD("Dead");

    private final String label;

    ClassicState(String label) {
        this.label = label;
    }

    /** Kafka's name of the state. */
    String label() {
        return label;
    }
}
