package gossip.plugins.grpc;

/** What serves gRPC clients once there are some. */
public interface Door extends AutoCloseable {
    /** Ends all calls, answers those that are quick, and closes all connections. Blocks for a few seconds at most. */
    @Override
    void close();
}
