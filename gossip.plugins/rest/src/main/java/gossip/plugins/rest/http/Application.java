package gossip.plugins.rest.http;

import gossip.api.broker.RequestContext;

/** What answers requests. Thread-safe; its methods may block, unless they say otherwise. */
public interface Application {
    /**
     * Whether {@link #admit} may block or cost time, so that it must be called before a body is read. Does not block.
     *
     * @return true if clients have to prove who they are
     */
    boolean isGuarded();

    /**
     * Whether a body is read, before any of it is. Does not block.
     *
     * @param head of the request
     * @return false if there must be none
     * @throws Refusal if the client is not served, or there is no such route
     */
    boolean takesBody(Head head);

    /**
     * Finds out who sends a request and whether there is such a route, before its body is read.
     *
     * @param head of the request
     * @return who sends it
     * @throws Refusal if it is not to be read
     * @throws InterruptedException if the server stops
     */
    RequestContext admit(Head head) throws InterruptedException;

    /**
     * Answers a request.
     *
     * @param request complete
     * @return the answer; errors are answers too
     * @throws InterruptedException if the server stops
     */
    Response answer(Request request) throws InterruptedException;

    /**
     * The answer to a request that is refused. Does not block.
     *
     * @param path of the request, as sent; empty if it could not be read
     * @param refusal why
     * @return the answer
     */
    Response.Whole refused(String path, Refusal refusal);

    /**
     * A client was closed because it did not take what was sent to it. Does not block.
     *
     * @param peer which
     */
    void stalled(Head.Peer peer);
}
