package gossip.plugins.kafka.api;

import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Answers the requests of one API. Called by the event loops of all connections: stateless or thread-safe, and never blocks.
 *
 * @param <Q> the request
 */
@FunctionalInterface
public interface ApiHandler<Q extends ApiMessage> {
    /**
     * Answers a request, now or later.
     *
     * @param call answered exactly once; an exception thrown here answers it too
     * @param request valid for good, but for record bytes, see {@link Call#holdFrame}
     */
    void handle(Call call, Q request);
}
