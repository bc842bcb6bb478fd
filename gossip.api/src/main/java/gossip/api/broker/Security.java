package gossip.api.broker;

/** Who may get in, and what they may do. */
public interface Security {
    /**
     * Rules about what clients may do.
     *
     * @return the ACLs port
     */
    Acls acls();

    /**
     * What users prove themselves with.
     *
     * @return the users port
     */
    Users users();

    /**
     * Delegation tokens.
     *
     * @return the tokens port
     */
    Tokens tokens();

    /**
     * Notes that a client could not prove who it is. Never blocks.
     *
     * @param context where it came from
     * @param mechanism what it tried, such as {@code PLAIN} or {@code TLS}
     * @param reason why it failed, for an operator; without secrets
     */
    void authenticationFailed(RequestContext context, String mechanism, String reason);
}
