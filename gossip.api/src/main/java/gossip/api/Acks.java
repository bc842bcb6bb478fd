package gossip.api;

/** When a produce request is answered. */
public enum Acks {
    /** Never; the client does not wait. */
    NONE((short) 0),
    /** When the leader has the records, as durable as the topic asks for. */
    LEADER((short) 1),
    /** When all in-sync replicas have them. */
    ALL((short) -1);

    private final short code;

    Acks(short code) {
        this.code = code;
    }

    /**
     * The number on the wire.
     *
     * @return 0, 1 or -1
     */
    public short code() {
        return code;
    }

    /**
     * Finds the constant of a wire number.
     *
     * @param code 0, 1 or -1
     * @return the constant
     * @throws BrokerException INVALID_REQUIRED_ACKS for any other number
     */
    public static Acks of(short code) {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> LEADER;
            case -1 -> ALL;
            default ->
                throw new BrokerException(
                        ErrorCode.INVALID_REQUIRED_ACKS, "acks must be 0, 1 or -1 (all), not " + code);
        };
    }
}
