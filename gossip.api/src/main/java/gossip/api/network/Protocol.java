package gossip.api.network;

/** What protects a listener. */
public enum Protocol {
    /** Nothing. */
    PLAINTEXT(false, false),
    /** TLS. */
    TLS(true, false),
    /** Clients prove who they are by SASL; nothing is encrypted. */
    SASL_PLAINTEXT(false, true),
    /** Clients prove who they are by SASL, over TLS. */
    SASL_TLS(true, true);

    private final boolean isTls;
    private final boolean isSasl;

    Protocol(boolean isTls, boolean isSasl) {
        this.isTls = isTls;
        this.isSasl = isSasl;
    }

    /**
     * Whether bytes are encrypted.
     *
     * @return true if so
     */
    public boolean isTls() {
        return isTls;
    }

    /**
     * Whether clients prove who they are by SASL.
     *
     * @return true if so
     */
    public boolean isSasl() {
        return isSasl;
    }
}
