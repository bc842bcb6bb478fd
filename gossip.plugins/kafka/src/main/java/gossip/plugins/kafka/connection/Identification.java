package gossip.plugins.kafka.connection;

import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Principal;
import gossip.plugins.kafka.api.ClientSoftware;
import gossip.plugins.kafka.frame.FrameDecoder;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.sasl.SaslPeer;
import gossip.plugins.kafka.sasl.SaslScope;
import gossip.plugins.kafka.sasl.SaslSession;
import gossip.plugins.kafka.tls.TlsGate;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Who the client of one connection is, as far as that is known. Confined to the event loop. */
final class Identification {
    private static final int SMALLEST_RAW_BYTES = 0;

    private final SaslScope scope;
    private final @Nullable TlsGate tls;
    private final @Nullable SaslSession sasl;
    private final int maxFrameBytes;
    private RequestContext context;
    private ClientSoftware software;

    Identification(
            Listener listener, SaslScope scope, SaslPeer peer, @Nullable SocketAddress address, int maxFrameBytes) {
        this.scope = scope;
        this.tls = listener.tls().orElse(null);
        this.context = new RequestContext(Principal.ANONYMOUS, "", hostOf(address), listener.name());
        this.sasl = listener.isSasl() ? new SaslSession(listener.authenticators(), scope, peer) : null;
        this.maxFrameBytes = maxFrameBytes;
        this.software = new ClientSoftware("", "", address instanceof InetSocketAddress inet ? inet.getPort() : 0);
    }

    ClientSoftware software() {
        return software;
    }

    void softwareIs(String name, String version) {
        software = new ClientSoftware(name, version, software.port());
    }

    RequestContext context() {
        return context;
    }

    /** The context of a request, another object only if the client has another name now. */
    RequestContext context(String clientId) {
        if (!clientId.equals(context.clientId())) {
            context = new RequestContext(
                    context.principal(), clientId, context.clientHost(), context.listener(), context.proof());
        }
        return context;
    }

    void identified(Identity identity) {
        become(identity.principal(), identity.proof());
    }

    boolean isEncrypted() {
        return tls != null;
    }

    /** The handshake has ended; fails if it did, or if the name in the certificate cannot become that of a user. */
    void encrypted(SslHandshakeCompletionEvent handshake, SslHandler handler) throws IOException {
        Throwable failure = handshake.cause();
        if (failure == null) {
            identify(handler);
        } else if (Disconnects.isByPeer(failure)) {
            throw new ClosedChannelException();
        } else {
            throw failed(new IOException(failure.getMessage(), failure));
        }
    }

    private void identify(SslHandler handler) throws IOException {
        TlsGate gate = tls;
        if (gate == null) {
            return;
        }
        try {
            gate.principal(handler).ifPresent(principal -> become(principal, Proof.CERTIFICATE));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException failure) {
        scope.failures().add(1);
        scope.security().authenticationFailed(context, "TLS", String.valueOf(failure.getMessage()));
        return failure;
    }

    private void become(Principal principal, Proof proof) {
        context = new RequestContext(principal, context.clientId(), context.clientHost(), context.listener(), proof);
    }

    Optional<SaslSession> sasl() {
        return Optional.ofNullable(sasl);
    }

    boolean isBusy() {
        return sasl != null && sasl.isBusy();
    }

    boolean isLate(long nowNanos) {
        return sasl != null && sasl.isLate(nowNanos);
    }

    /** Why a request cannot be handled now; empty if it can. */
    String refusal(ApiKeys key) {
        return sasl == null ? "" : sasl.refusal(key);
    }

    /** Says what frames may come next: small ones only from strangers, and of any smallness without a header. */
    void limit(FrameDecoder decoder) {
        if (sasl != null) {
            int most = sasl.isProved()
                    ? maxFrameBytes
                    : Math.min(maxFrameBytes, scope.settings().maxRequestBytes());
            decoder.limit(sasl.isRaw() ? SMALLEST_RAW_BYTES : FrameDecoder.SMALLEST_FRAME_BYTES, most);
        }
    }

    /** Takes a frame without a header; returns false if it has one. */
    boolean takeRaw(FrameDecoder decoder) {
        if (sasl == null || !sasl.isRaw()) {
            return false;
        }
        ByteBuffer frame = decoder.frame();
        sasl.raw(frame);
        return true;
    }

    /** The address of a client as its connections and quotas name it. */
    static String hostOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }
}
