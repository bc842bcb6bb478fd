package gossip.plugins.grpc.call;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.broker.Security;
import gossip.api.metrics.Metrics;
import gossip.api.network.SaslSettings;
import gossip.api.network.TlsDoor;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.HeaderAuthentication;
import gossip.api.security.Principal;
import gossip.plugins.grpc.DoorParts;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;

/** Finds out who makes a call. Blocks while somebody proves who it is, so calls do not run on event loops. */
public final class Gatekeeper implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> CLIENT_ID =
            Metadata.Key.of("x-client-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final int MAX_CLIENT_ID = 255;

    private final String listener;
    private final Optional<TlsDoor> tls;
    private final Optional<HeaderAuthentication> headers;
    private final long failureDelayMs;
    private final Security security;
    private final Metrics.Counter successes;
    private final Metrics.Counter failures;

    private Gatekeeper(DoorParts parts, SaslSettings limits) {
        this.listener = parts.config().name();
        this.tls = parts.tls();
        this.failureDelayMs = limits.failureDelayMs();
        this.security = parts.broker().security();
        this.headers = parts.mechanisms().isEmpty()
                ? Optional.empty()
                : Optional.of(new HeaderAuthentication(
                        parts.mechanisms(),
                        limits,
                        parts.settings().value(HeaderAuthentication.CACHE_TIME),
                        parts.settings().value(HeaderAuthentication.CACHE_ENTRIES),
                        parts.clock()));
        this.successes = parts.metrics().counter("gossip_authentications_total", "Clients that proved who they are.");
        this.failures = parts.metrics()
                .counter("gossip_authentication_failures_total", "Clients that could not prove who they are.");
    }

    /**
     * The gatekeeper of a door.
     *
     * @param parts of the door
     * @return ready
     */
    public static Gatekeeper of(DoorParts parts) {
        return new Gatekeeper(parts, SaslSettings.from(parts.settings()));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
        RequestContext caller;
        try {
            caller = identify(call, metadata);
        } catch (BrokerException e) {
            StatusRuntimeException status = Statuses.of(e);
            Metadata trailers = status.getTrailers();
            call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(Caller.KEY, caller), call, metadata, next);
    }

    private RequestContext identify(ServerCall<?, ?> call, Metadata metadata) {
        RequestContext stranger = stranger(call, metadata);
        if (headers.isPresent()) {
            return bySasl(headers.get(), metadata, stranger);
        }
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (tls.isEmpty() || session == null) {
            return stranger;
        }
        try {
            return tls.get()
                    .principal(session)
                    .map(principal -> with(stranger, principal, Proof.CERTIFICATE))
                    .orElse(stranger);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            failed(stranger, "CERTIFICATE", reason);
            throw new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, reason, e);
        }
    }

    private RequestContext stranger(ServerCall<?, ?> call, Metadata metadata) {
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        String clientId = Optional.ofNullable(metadata.get(CLIENT_ID)).orElse("");
        return new RequestContext(
                Principal.ANONYMOUS,
                clientId.length() > MAX_CLIENT_ID ? clientId.substring(0, MAX_CLIENT_ID) : clientId,
                peer instanceof InetSocketAddress address && address.getAddress() != null
                        ? address.getAddress().getHostAddress()
                        : "unknown",
                listener);
    }

    private static RequestContext with(RequestContext stranger, Principal principal, Proof proof) {
        return new RequestContext(principal, stranger.clientId(), stranger.clientHost(), stranger.listener(), proof);
    }

    private RequestContext bySasl(HeaderAuthentication authentication, Metadata metadata, RequestContext stranger) {
        String header = Optional.ofNullable(metadata.get(AUTHORIZATION)).orElse("");
        try {
            Identity identity = authentication.authenticate(header, stranger);
            successes.add(1);
            return with(stranger, identity.principal(), identity.proof());
        } catch (BrokerException e) {
            if (e.code() == ErrorCode.REQUEST_TIMED_OUT) {
                throw new BrokerException(ErrorCode.THROTTLING_QUOTA_EXCEEDED, String.valueOf(e.getMessage()), e);
            }
            if (!header.isEmpty()) {
                failed(stranger, HeaderAuthentication.mechanism(header), String.valueOf(e.getMessage()));
                delay();
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException(ErrorCode.BROKER_NOT_AVAILABLE, "the broker is shutting down", e);
        }
    }

    private void delay() {
        try {
            TimeUnit.MILLISECONDS.sleep(failureDelayMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(RequestContext stranger, String mechanism, String reason) {
        failures.add(1);
        security.authenticationFailed(stranger, mechanism, reason);
    }
}
