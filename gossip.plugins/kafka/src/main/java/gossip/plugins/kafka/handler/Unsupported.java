package gossip.plugins.kafka.handler;

/** What clients are told about what this broker does not have. */
final class Unsupported {
    static final String TRANSACTIONS = "this broker does not support transactions; leave transactional.id unset";

    private Unsupported() {}
}
