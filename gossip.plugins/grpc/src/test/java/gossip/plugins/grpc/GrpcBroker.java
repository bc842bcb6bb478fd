package gossip.plugins.grpc;

import com.google.protobuf.ByteString;
import gossip.api.Endpoint;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import gossip.plugins.grpc.v1.ConsumerGrpc;
import gossip.plugins.grpc.v1.NewRecord;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceResponse;
import gossip.plugins.grpc.v1.ProducerGrpc;
import gossip.plugins.grpc.v1.TopicsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole broker in memory with its gRPC door, and clients of it. */
final class GrpcBroker implements AutoCloseable {
    private final Gossip gossip;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final ManagedChannel channel;

    private GrpcBroker(Gossip gossip) {
        this.gossip = gossip;
        this.channel = connect();
    }

    static GrpcBroker in(Path dir, Map<String, String> settings) {
        GossipConfig config = GossipConfig.in(dir)
                .set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory")
                .set("grpc.bind_address", "127.0.0.1:0")
                .set("group.offsets_partitions", "2")
                .set("group.consumer_heartbeat_interval", "50ms")
                .set("group.consumer_min_heartbeat_interval", "50ms")
                .set("cluster.auto_create_topics", "false");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = config.set(setting.getKey(), setting.getValue());
        }
        return new GrpcBroker(Gossip.start(config));
    }

    Gossip gossip() {
        return gossip;
    }

    InetSocketAddress address() {
        Endpoint endpoint = gossip.endpoints().stream()
                .filter(one -> one.listener().equals("grpc"))
                .findFirst()
                .orElseThrow();
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    ManagedChannel connect() {
        ManagedChannel opened =
                NettyChannelBuilder.forAddress(address()).usePlaintext().build();
        channels.add(opened);
        return opened;
    }

    ManagedChannel channel() {
        return channel;
    }

    ProducerGrpc.ProducerBlockingStub producer() {
        return ProducerGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    ConsumerGrpc.ConsumerBlockingStub consumer() {
        return ConsumerGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    TopicsGrpc.TopicsBlockingStub topics() {
        return TopicsGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    ProduceResponse produce(String topic, String... values) {
        ProduceRequest.Builder request = ProduceRequest.newBuilder().setTopic(topic);
        for (String value : values) {
            request.addRecords(record(value));
        }
        return producer().produce(request.build());
    }

    static NewRecord record(String value) {
        return NewRecord.newBuilder()
                .setPartition(0)
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        gossip.close();
    }
}
