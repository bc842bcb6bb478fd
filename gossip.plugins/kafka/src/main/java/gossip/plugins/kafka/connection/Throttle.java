package gossip.plugins.kafka.connection;

import gossip.api.broker.Quotas;
import gossip.api.broker.Quotas.Use;
import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.reply.ReplyRecords;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Counts what a request has used, and tells how long the client has to wait before its next. Used by all event loops. */
final class Throttle {
    private final Quotas quotas;

    Throttle(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Has a request handled, and takes its time where that is limited. */
    <Q extends ApiMessage> void handle(Api<Q> api, PendingCall call, Q request) {
        boolean isMeasured = quotas.isLimited(Use.REQUEST);
        long startNanos = isMeasured ? System.nanoTime() : 0;
        try {
            api.handler().handle(call, request);
        } catch (RuntimeException e) {
            call.fail(e);
        }
        if (isMeasured) {
            call.busyFor(System.nanoTime() - startNanos);
        }
    }

    /** Counts a request that is going to be answered, and writes the time to wait into the answer. */
    long after(PendingCall call, ApiMessage message) {
        long delayMs = charge(call);
        if (message instanceof FetchResponseData fetched && quotas.isLimited(Use.FETCH)) {
            delayMs = Math.max(delayMs, quotas.charge(call.context(), Use.FETCH, ReplyRecords.bytes(fetched)));
        }
        if (delayMs > 0) {
            ThrottleTimes.set(message, (int) Math.min(delayMs, Integer.MAX_VALUE));
        }
        return delayMs;
    }

    /** Counts a request that wants no answer. */
    long afterNoReply(PendingCall call) {
        return charge(call);
    }

    private long charge(PendingCall call) {
        long delayMs = call.delayMs();
        if (call.key() == ApiKeys.PRODUCE && quotas.isLimited(Use.PRODUCE)) {
            delayMs = Math.max(delayMs, quotas.charge(call.context(), Use.PRODUCE, call.frameBytes()));
        }
        if (quotas.isLimited(Use.REQUEST)) {
            delayMs = Math.max(delayMs, quotas.charge(call.context(), Use.REQUEST, call.busyNanos()));
        }
        return delayMs;
    }
}
