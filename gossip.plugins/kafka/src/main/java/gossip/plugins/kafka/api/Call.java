package gossip.plugins.kafka.api;

import gossip.api.broker.RequestContext;
import gossip.plugins.kafka.sasl.SaslSession;
import gossip.plugins.kafka.session.FetchSessionSlot;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A request under way. Exactly one of {@link #reply}, {@link #replyWhen}, {@link #replyAndHangUp}, {@link #replyNothing}, {@link #fail} and {@link
 * #hangUp} is called, by any thread; everything else is for the event loop.
 */
public interface Call {
    /**
     * Version of the API.
     *
     * @return one that the registry supports
     */
    short version();

    /**
     * Who asks.
     *
     * @return the same object for a connection as long as nothing changes
     */
    RequestContext context();

    /**
     * What the client runs.
     *
     * @return as {@link #softwareIs} said last
     */
    ClientSoftware software();

    /**
     * Takes note of what the client runs.
     *
     * @param name name of a library
     * @param version its version
     */
    void softwareIs(String name, String version);

    /**
     * The fetch session of the connection.
     *
     * @return confined to the event loop
     */
    FetchSessionSlot fetchSession();

    /**
     * How the client proves who it is by SASL.
     *
     * @return confined to the event loop; empty if the listener does not use SASL
     */
    Optional<SaslSession> sasl();

    /** Keeps the bytes of the request, which record buffers are views of, until the call is answered. */
    void holdFrame();

    /**
     * Says how many bytes the reply may have, so that a client that does not read cannot ask for ever more.
     *
     * @param bytes the most that the reply may hold
     */
    void expectReplyBytes(long bytes);

    /**
     * Makes the client wait after this call, because it has used more than its quota: the reply tells it for how long, and
     * the connection is not read meanwhile (KIP-219). To be called before the call is answered or by what makes its message.
     *
     * @param ms how long; the longest of several counts
     */
    void delayNext(long ms);

    /**
     * Says what to do if the client goes before it is answered. The call must be answered all the same.
     *
     * @param action runs on the event loop, at most once
     */
    void whenAbandoned(Runnable action);

    /** Takes no further request from the connection until {@link #resume}. */
    void suspend();

    /**
     * Goes on after {@link #suspend}; any thread.
     *
     * @param action runs first, on the event loop; may suspend again. Does not run if the client has gone: the call is then
     *     over and its frame given back
     */
    void resume(Runnable action);

    /**
     * Answers.
     *
     * @param reply what with
     */
    void reply(Reply reply);

    /**
     * Answers.
     *
     * @param message what with
     */
    default void reply(ApiMessage message) {
        reply(() -> message);
    }

    /**
     * Answers when a stage completes.
     *
     * @param <T> type of the result
     * @param stage completes on any thread; if it fails, so does the call
     * @param toMessage makes the response, on the event loop
     */
    default <T> void replyWhen(CompletionStage<T> stage, Function<T, ApiMessage> toMessage) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                reply(() -> toMessage.apply(value));
            } else {
                fail(failure);
            }
        });
    }

    /**
     * Answers, takes no more requests, and closes the connection.
     *
     * @param message what with
     */
    void replyAndHangUp(ApiMessage message);

    /** Is done without an answer: the client does not expect one. */
    void replyNothing();

    /**
     * Answers with the error that the API has for a failure of the whole request.
     *
     * @param failure a {@link gossip.api.BrokerException}, or what should not have happened, which is logged
     */
    void fail(Throwable failure);

    /**
     * Closes the connection.
     *
     * @param reason for the log
     */
    void hangUp(String reason);
}
