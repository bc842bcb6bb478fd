package gossip.plugins.rest.route;

import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;

/** Answers the requests of a route. Thread-safe. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request. Runs on a virtual thread, and may block.
     *
     * @param request complete
     * @return the answer
     * @throws InterruptedException if the server stops
     * @throws gossip.plugins.rest.http.Refusal if there is another answer
     * @throws gossip.api.BrokerException if the broker refuses
     */
    Response answer(Request request) throws InterruptedException;
}
