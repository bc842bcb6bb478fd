package gossip.plugins.kafka.sasl;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.security.Authenticator;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Authenticator.Step;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.sasl.SaslState.Failed;
import gossip.plugins.kafka.sasl.SaslState.Proved;
import gossip.plugins.kafka.sasl.SaslState.Proving;
import gossip.plugins.kafka.sasl.SaslState.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** One client that proves who it is, and has to do so again when its time is over. Confined to the event loop. */
public final class SaslSession {
    private static final Logger LOG = System.getLogger(SaslSession.class.getName());

    private final Map<String, Authenticator> authenticators;
    private final SaslScope scope;
    private final SaslPeer peer;
    private final long deadlineNanos;
    private SaslState state = new Unknown();
    private boolean isBusy;

    /**
     * Begins with a client that nobody knows.
     *
     * @param authenticators mechanisms by name
     * @param scope what sessions share
     * @param peer its connection
     */
    public SaslSession(Map<String, Authenticator> authenticators, SaslScope scope, SaslPeer peer) {
        this.authenticators = authenticators;
        this.scope = scope;
        this.peer = peer;
        this.deadlineNanos = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(scope.settings().timeoutMs());
    }

    /**
     * Whether nothing may be handled until the session calls {@link SaslPeer#proceed}.
     *
     * @return true while a message is evaluated, and before a failure is told
     */
    public boolean isBusy() {
        return isBusy;
    }

    /**
     * Whether the next frame is one for {@link #raw}.
     *
     * @return true after version 0 of SaslHandshake
     */
    public boolean isRaw() {
        return state instanceof Proving proving && proving.isRaw();
    }

    /**
     * Whether the client has proved who it is at least once.
     *
     * @return true if so, also while it does so again
     */
    public boolean isProved() {
        return state instanceof Proved
                || state instanceof Proving proving && proving.before().isPresent();
    }

    /**
     * Whether the client has taken too long to prove who it is.
     *
     * @param nowNanos of {@link System#nanoTime}
     * @return true if so
     */
    public boolean isLate(long nowNanos) {
        return !isProved() && nowNanos - deadlineNanos > 0;
    }

    /**
     * Why a request cannot be handled now.
     *
     * @param key its API
     * @return empty if it can
     */
    public String refusal(ApiKeys key) {
        return switch (state) {
            case Unknown unknown ->
                key == ApiKeys.API_VERSIONS || key == ApiKeys.SASL_HANDSHAKE
                        ? ""
                        : "a " + key.name + " request before the client proved who it is";
            case Proving proving ->
                key == ApiKeys.SASL_AUTHENTICATE
                                || key == ApiKeys.API_VERSIONS
                                        && proving.before().isEmpty()
                        ? ""
                        : "a " + key.name + " request while the client was proving who it is";
            case Proved proved ->
                key == ApiKeys.SASL_HANDSHAKE || !isExpired(proved)
                        ? ""
                        : "the client did not prove anew who it is within security.authentication.max_session, or"
                                + " before its token expired";
            case Failed failed -> "the client could not prove who it is";
        };
    }

    private static boolean isExpired(Proved proved) {
        return proved.expiryNanos().isPresent()
                && System.nanoTime() - proved.expiryNanos().get() > 0;
    }

    /**
     * Takes the client's choice of a mechanism.
     *
     * @param call answered here
     * @param request what it chose
     */
    public void handshake(Call call, SaslHandshakeRequestData request) {
        Optional<Proved> before = state instanceof Proved proved ? Optional.of(proved) : Optional.empty();
        Authenticator authenticator = authenticators.get(request.mechanism());
        boolean isAnother = before.isPresent() && !before.get().mechanism().equals(request.mechanism());
        SaslHandshakeResponseData response =
                new SaslHandshakeResponseData().setMechanisms(new ArrayList<>(List.copyOf(authenticators.keySet())));
        if (authenticator == null || isAnother) {
            String reason = isAnother ? "it changed from " + before.get().mechanism() : "the listener does not have it";
            response.setErrorCode(ErrorCode.UNSUPPORTED_SASL_MECHANISM.code());
            fail(request.mechanism(), reason, () -> call.replyAndHangUp(response));
            return;
        }
        Exchange exchange = authenticator.begin(call.context());
        state = new Proving(request.mechanism(), exchange, call.version() == 0, before);
        call.reply(response);
    }

    /**
     * Takes the client's next message.
     *
     * @param call answered here or later
     * @param request the message
     */
    public void authenticate(Call call, SaslAuthenticateRequestData request) {
        if (state instanceof Proving proving) {
            evaluate(proving, ByteBuffer.wrap(request.authBytes()), new SaslReply(call));
        } else {
            call.reply(SaslReply.illegal("there is no exchange under way; SaslHandshake comes first"));
        }
    }

    /**
     * Takes the client's next message, which came without a header.
     *
     * @param message the message; not kept
     */
    public void raw(ByteBuffer message) {
        if (state instanceof Proving proving) {
            ByteBuffer copy =
                    ByteBuffer.allocate(message.remaining()).put(message).flip();
            evaluate(proving, copy, new RawReply(peer));
        }
    }

    private void evaluate(Proving proving, ByteBuffer message, Answer answer) {
        isBusy = true;
        boolean isTaken = scope.threads().execute(peer.context().clientHost(), message.remaining(), () -> {
            try {
                Step step = proving.exchange().evaluate(message);
                peer.later(() -> advance(proving, step, answer), 0);
            } catch (RuntimeException | Error e) {
                // whatever it is: the client's own message may have caused it, and the thread goes on for others
                peer.later(() -> failed(proving, e, answer), 0);
            }
        });
        if (!isTaken) {
            String reason = "too many clients are proving who they are (security.authentication.queue and queue_size);"
                    + " try again";
            failed(proving, new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, reason), answer);
        }
    }

    private void advance(Proving proving, Step step, Answer answer) {
        isBusy = false;
        switch (step) {
            case Step.Challenge challenge -> answer.send(challenge.answer(), 0);
            case Step.Accepted accepted -> accept(proving, accepted, answer);
        }
        peer.proceed();
    }

    private void accept(Proving proving, Step.Accepted accepted, Answer answer) {
        Identity identity = accepted.identity();
        if (proving.before().isPresent() && !proving.before().get().principal().equals(identity.principal())) {
            failed(
                    proving,
                    new BrokerException(
                            ErrorCode.SASL_AUTHENTICATION_FAILED,
                            "a connection cannot pass from "
                                    + proving.before().get().principal() + " to another user"),
                    answer);
            return;
        }
        long lifetimeMs = lifetimeMs(identity);
        Optional<Long> expiryNanos = lifetimeMs == 0
                ? Optional.empty()
                : Optional.of(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lifetimeMs));
        state = new Proved(proving.mechanism(), identity.principal(), expiryNanos);
        scope.successes().add(1);
        peer.identified(identity);
        answer.send(accepted.answer(), lifetimeMs);
    }

    /** Time for which it counts; 0 for ever. */
    private long lifetimeMs(Identity identity) {
        long most = scope.settings().reauthenticationMs();
        if (identity.expiry().isEmpty()) {
            return most;
        }
        long left = Math.max(
                1, Duration.between(Instant.now(), identity.expiry().get()).toMillis());
        return most == 0 ? left : Math.min(most, left);
    }

    private void failed(Proving proving, Throwable failure, Answer answer) {
        String message = "the broker failed to evaluate it; its log says why";
        if (failure instanceof BrokerException known) {
            message = String.valueOf(known.getMessage());
        } else {
            LOG.log(Level.ERROR, "a message of " + proving.mechanism() + " could not be evaluated", failure);
        }
        String told = message;
        fail(proving.mechanism(), message, () -> answer.refuse(told));
    }

    /** Nobody waits for the delay: the event loop comes back to it. */
    private void fail(String mechanism, String reason, Runnable telling) {
        isBusy = true;
        state = new Failed();
        scope.failures().add(1);
        scope.security().authenticationFailed(peer.context(), mechanism, reason);
        peer.later(
                () -> {
                    isBusy = false;
                    telling.run();
                },
                scope.settings().failureDelayMs());
    }
}
