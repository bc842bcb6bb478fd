/**
 * The gRPC door as the broker sees it: its settings, and the address that is bound from the start. Nothing here names gRPC, which
 * is loaded, with {@link gossip.plugins.grpc.door}, by the first connection. Start at {@link gossip.plugins.grpc.GrpcServer}.
 */
package gossip.plugins.grpc;
