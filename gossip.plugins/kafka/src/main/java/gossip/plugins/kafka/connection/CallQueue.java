package gossip.plugins.kafka.connection;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection in the order of their requests, which is the order of the replies, with the count of what is
 * under way. Confined to the event loop.
 */
final class CallQueue {
    private final int maxCalls;
    private final long maxBytes;
    private final ArrayDeque<PendingCall> calls = new ArrayDeque<>();
    /** Calls whose reply has not left: those in the queue, and those whose records are being sent. */
    private int unsentCalls;

    private long unsentBytes;

    CallQueue(ConnectionSettings settings) {
        this.maxCalls = settings.maxPipelinedRequests();
        this.maxBytes = settings.maxPipelinedBytes();
    }

    void add(PendingCall call) {
        calls.add(call);
        unsentCalls++;
        unsentBytes += call.weightBytes();
    }

    /** Takes the first call out, if it is answered. */
    @Nullable
    PendingCall pollAnswered() {
        PendingCall first = calls.peek();
        return first != null && first.isAnswered() ? calls.poll() : null;
    }

    boolean hasAnswered() {
        PendingCall first = calls.peek();
        return first != null && first.isAnswered();
    }

    /** A reply has left, or never will. */
    void sent(PendingCall call) {
        unsentCalls--;
        unsentBytes -= call.weightBytes();
    }

    /** A call in the queue has become heavier. */
    void grown(long bytes) {
        unsentBytes += bytes;
    }

    void remove(PendingCall call) {
        if (calls.remove(call)) {
            sent(call);
        }
    }

    boolean isFull() {
        return unsentCalls >= maxCalls || unsentBytes >= maxBytes;
    }

    boolean isHalfFree() {
        return unsentCalls <= maxCalls / 2 && unsentBytes < maxBytes;
    }

    boolean isDone() {
        return unsentCalls == 0;
    }

    /** Nobody waits for the replies any more. */
    void abandon() {
        calls.forEach(PendingCall::abandon);
    }
}
