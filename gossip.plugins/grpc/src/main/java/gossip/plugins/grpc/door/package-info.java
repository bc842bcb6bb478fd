/**
 * Connections and the gRPC server on them. Event loops run {@code gossip-grpc-loop-N}; they never block. Start at
 * {@link gossip.plugins.grpc.door.GrpcDoor}.
 */
package gossip.plugins.grpc.door;
