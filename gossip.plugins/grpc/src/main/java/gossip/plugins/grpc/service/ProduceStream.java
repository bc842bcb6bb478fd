package gossip.plugins.grpc.service;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Messages;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Sent;
import gossip.api.broker.RequestContext;
import gossip.api.record.CompressionType;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceSummary;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of records. One send is under way at a time, so that they keep their order; what comes meanwhile goes with the next
 * one, and when that is a lot, no more is taken from the client.
 */
final class ProduceStream implements StreamObserver<ProduceRequest> {
    private static final long WINDOW_BYTES = 1 << 20;
    private static final int RETRY_MS = 50;

    private final Messages messages;
    private final Executor executor;
    private final RequestContext caller;
    private final Outlet<ProduceSummary> outlet;
    private final Summary summary = new Summary();
    private List<Message> waiting = new ArrayList<>();
    private long waitingBytes;
    private Acks acks = Acks.ALL;
    private CompressionType compression = CompressionType.NONE;
    private boolean isFirst = true;
    private boolean isHeld;
    private boolean isSending;
    private boolean isComplete;
    private boolean isGone;

    private ProduceStream(
            Messages messages, Executor executor, RequestContext caller, StreamObserver<ProduceSummary> responses) {
        this.messages = messages;
        this.executor = executor;
        this.caller = caller;
        this.outlet = Outlet.of(responses, this::gone);
        outlet.observer().disableAutoRequest();
    }

    static StreamObserver<ProduceRequest> begin(
            Messages messages, Executor executor, RequestContext caller, StreamObserver<ProduceSummary> responses) {
        ProduceStream stream = new ProduceStream(messages, executor, caller, responses);
        stream.outlet.observer().request(1);
        return stream;
    }

    @Override
    public synchronized void onNext(ProduceRequest request) {
        if (isGone) {
            return;
        }
        try {
            if (isFirst) {
                acks = Sends.acks(request.getAcks());
                compression = Sends.compression(request.getCompression());
                isFirst = false;
            }
            waiting.addAll(Sends.messages(request));
        } catch (RuntimeException e) {
            isGone = true;
            outlet.fail(e);
            return;
        }
        waitingBytes += request.getSerializedSize();
        isHeld = waitingBytes >= WINDOW_BYTES;
        sendNext();
        takeMore();
    }

    private void takeMore() {
        if (!isHeld && !isComplete) {
            outlet.observer().request(1);
        }
    }

    private void sendNext() {
        if (isSending || isGone) {
            return;
        }
        if (!waiting.isEmpty()) {
            List<Message> batch = waiting;
            waiting = new ArrayList<>();
            waitingBytes = 0;
            isSending = true;
            send(batch);
        } else if (isComplete) {
            outlet.next(summary.build());
            outlet.end();
        }
    }

    private void send(List<Message> batch) {
        messages.send(caller, new Send(batch, acks, compression, ProducerService.TIMEOUT_MS))
                .whenCompleteAsync((sent, failure) -> sent(batch, sent, failure), executor);
    }

    private void sent(List<Message> batch, @Nullable List<Sent> sent, @Nullable Throwable failure) {
        if (sent == null && isPassing(failure)) {
            // the broker has taken in as much as it may; this stream waits, and its client with it
            if (pause()) {
                send(batch);
            }
            return;
        }
        synchronized (this) {
            isSending = false;
            if (sent == null) {
                isGone = true;
                outlet.fail(failure == null ? new IllegalStateException("no outcome") : failure);
                return;
            }
            summary.add(batch, sent);
            sendNext();
            if (isHeld && !isGone) {
                isHeld = false;
                takeMore();
            }
        }
    }

    private static boolean isPassing(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof BrokerException known && known.code() == ErrorCode.THROTTLING_QUOTA_EXCEEDED;
    }

    private boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        synchronized (this) {
            return !isGone;
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone();
    }

    private synchronized void gone() {
        isGone = true;
        waiting = new ArrayList<>();
    }

    @Override
    public synchronized void onCompleted() {
        isComplete = true;
        sendNext();
    }
}
