package gossip.plugins.grpc.service;

import gossip.api.broker.Messages;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Sent;
import gossip.plugins.grpc.call.Caller;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceResponse;
import gossip.plugins.grpc.v1.ProduceSummary;
import gossip.plugins.grpc.v1.ProducerGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Executor;

/** Writes records. */
public final class ProducerService extends ProducerGrpc.ProducerImplBase {
    /** The most that a send may wait for replicas. */
    static final int TIMEOUT_MS = 30_000;

    private final Messages messages;
    private final Executor executor;

    /**
     * Creates the service.
     *
     * @param messages where records go
     * @param executor where answers are made
     */
    public ProducerService(Messages messages, Executor executor) {
        this.messages = messages;
        this.executor = executor;
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<ProduceResponse> responses) {
        Outlet<ProduceResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> {
            Send send = new Send(
                    Sends.messages(request),
                    Sends.acks(request.getAcks()),
                    Sends.compression(request.getCompression()),
                    Caller.remainingMs(TIMEOUT_MS));
            messages.send(Caller.current(), send)
                    .whenCompleteAsync(
                            (sent, failure) -> outlet.answer(sent, failure, ProducerService::response), executor);
        });
    }

    private static ProduceResponse response(List<Sent> sent) {
        ProduceResponse.Builder response = ProduceResponse.newBuilder();
        sent.forEach(one -> response.addResults(Sends.result(one)));
        return response.build();
    }

    @Override
    public StreamObserver<ProduceRequest> produceStream(StreamObserver<ProduceSummary> responses) {
        return ProduceStream.begin(messages, executor, Caller.current(), responses);
    }
}
