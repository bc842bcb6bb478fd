/** The gRPC door. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.grpc {
    requires com.google.common;
    requires com.google.protobuf;
    requires gossip.api;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.protobuf;
    requires io.grpc.services;
    requires io.grpc.stub;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires proto.google.common.protos;
    requires static org.jspecify;

    // it looks into generated messages by reflection
    opens gossip.plugins.grpc.v1 to
            com.google.protobuf;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.grpc.GrpcPlugin;
}
