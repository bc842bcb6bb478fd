package gossip.api.network;

/** Who counts as one where clients have shares by their address: of a network of IPv6 one host may have as many as it likes. */
public final class ClientNetwork {
    private static final int GROUPS = 4;

    private ClientNetwork() {}

    /**
     * What an address is counted as. Any thread.
     *
     * @param host address of a client as Java writes it, an IPv6 address with all its groups
     * @return an IPv4 address as it is, the first 64 bits of an IPv6 address
     */
    public static String of(String host) {
        int end = -1;
        for (int group = 0; group < GROUPS; group++) {
            end = host.indexOf(':', end + 1);
            if (end < 0) {
                return host;
            }
        }
        return host.substring(0, end);
    }
}
