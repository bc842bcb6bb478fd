package gossip.plugins.grpc.call;

import gossip.api.broker.RequestContext;
import io.grpc.Context;
import io.grpc.Deadline;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who makes the present call. */
public final class Caller {
    /** Set for every call of a service. */
    static final Context.Key<RequestContext> KEY = Context.key("gossip-caller");

    private Caller() {}

    /**
     * Who makes the call of the present thread.
     *
     * @return set by the gatekeeper
     */
    public static RequestContext current() {
        return Optional.ofNullable(KEY.get())
                .orElseThrow(() -> new IllegalStateException("no call is made by this thread"));
    }

    /**
     * How long the call may take.
     *
     * @param mostMs limit without a deadline, and of deadlines
     * @return ms, at least 0
     */
    public static int remainingMs(int mostMs) {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null ? mostMs : Math.clamp(deadline.timeRemaining(TimeUnit.MILLISECONDS), 0, mostMs);
    }
}
