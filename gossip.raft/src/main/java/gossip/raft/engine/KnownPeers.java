package gossip.raft.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Turns callers away that come neither from this machine nor from another node of the quorum. Names are looked up again when a
 * stranger calls, but not often, for nodes may get other addresses. Thread-safe.
 */
final class KnownPeers implements ServerInterceptor {
    private static final Logger LOG = System.getLogger(KnownPeers.class.getName());
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<String> hosts;
    private volatile Set<InetAddress> known = Set.of();
    private long lookedUpNanos = System.nanoTime() - INTERVAL_NANOS;
    /** Not the time above: who calls right after a node whose name was looked up is to be found in the log, too. */
    private long toldNanos = lookedUpNanos;

    KnownPeers(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (serves(peer)) {
            return next.startCall(call, headers);
        }
        call.close(Status.PERMISSION_DENIED.withDescription("not a node of this cluster"), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private boolean serves(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null && serves(inet.getAddress());
    }

    boolean serves(InetAddress peer) {
        return peer.isLoopbackAddress() || known.contains(peer) || isFound(peer);
    }

    private synchronized boolean isFound(InetAddress stranger) {
        long now = System.nanoTime();
        if (now - lookedUpNanos >= INTERVAL_NANOS) {
            lookedUpNanos = now;
            known = lookUp();
        }
        if (known.contains(stranger)) {
            return true;
        }
        if (now - toldNanos >= INTERVAL_NANOS) {
            toldNanos = now;
            tell(stranger);
        }
        return false;
    }

    private void tell(InetAddress stranger) {
        LOG.log(
                Level.WARNING,
                "turning away {0} from the port of the cluster: it is none of cluster.initial_nodes ({1}); set"
                        + " raft.tls_certificate to know nodes by certificates, or security.allow_anonymous: true",
                stranger.getHostAddress(),
                String.join(", ", hosts));
    }

    private Set<InetAddress> lookUp() {
        Set<InetAddress> found = new HashSet<>();
        for (String host : hosts) {
            try {
                found.addAll(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                LOG.log(Level.DEBUG, "{0} of cluster.initial_nodes has no address at present", host);
            }
        }
        return Set.copyOf(found);
    }
}
