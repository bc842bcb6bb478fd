package gossip.plugins.grpc.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one call. May be used by several threads, after the call has ended, too; then nothing happens.
 *
 * @param <T> what it answers with
 */
public final class Outlet<T> {
    private final ServerCallStreamObserver<T> observer;
    private boolean ended;

    private Outlet(ServerCallStreamObserver<T> observer) {
        this.observer = observer;
    }

    /**
     * Takes over the answers of a call; to be called before its method returns.
     *
     * @param <T> what it answers with
     * @param responses of the call
     * @param gone called if the client is gone or has no time left
     * @return the answers
     */
    public static <T> Outlet<T> of(StreamObserver<T> responses, Runnable gone) {
        Outlet<T> outlet = new Outlet<>((ServerCallStreamObserver<T>) responses);
        outlet.observer.setOnCancelHandler(() -> {
            outlet.cancelled();
            gone.run();
        });
        return outlet;
    }

    /**
     * Takes over the answers of a call that does not care whether the client is gone.
     *
     * @param <T> what it answers with
     * @param responses of the call
     * @return the answers
     */
    public static <T> Outlet<T> of(StreamObserver<T> responses) {
        return of(responses, () -> {});
    }

    /**
     * The call itself, for its flow control.
     *
     * @return only to be set up with before its method returns
     */
    public ServerCallStreamObserver<T> observer() {
        return observer;
    }

    private synchronized void cancelled() {
        ended = true;
    }

    /**
     * Whether the client takes more without its being kept here.
     *
     * @return false also when the call has ended
     */
    public synchronized boolean isReady() {
        return !ended && observer.isReady();
    }

    /**
     * Answers.
     *
     * @param response one of several
     */
    public synchronized void next(T response) {
        if (!ended) {
            observer.onNext(response);
        }
    }

    /** Ends the call well. */
    public synchronized void end() {
        if (!ended) {
            ended = true;
            observer.onCompleted();
        }
    }

    /**
     * Ends the call with a failure.
     *
     * @param failure see {@link Statuses}
     */
    public synchronized void fail(Throwable failure) {
        if (!ended) {
            ended = true;
            observer.onError(Statuses.of(failure));
        }
    }

    /**
     * Ends the call with one answer or a failure.
     *
     * @param <R> of the outcome
     * @param outcome to be answered with, if there is no failure
     * @param failure or null
     * @param response makes the answer
     */
    public <R> void answer(@Nullable R outcome, @Nullable Throwable failure, Function<R, T> response) {
        if (outcome == null || failure != null) {
            fail(failure == null ? new IllegalStateException("no outcome") : failure);
            return;
        }
        try {
            next(response.apply(outcome));
            end();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /**
     * Does what the call asks for; what is thrown ends it.
     *
     * @param work on the thread of the call
     */
    public void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }
}
