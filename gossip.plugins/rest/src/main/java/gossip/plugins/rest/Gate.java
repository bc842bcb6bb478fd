package gossip.plugins.rest;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.broker.Security;
import gossip.api.metrics.Metrics;
import gossip.api.network.ListenerConfig;
import gossip.api.network.PeerPolicy;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.HeaderAuthentication;
import gossip.api.security.Principal;
import gossip.plugins.rest.http.Certificate;
import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Refusal;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds out who sends a request, and turns away whom this door does not serve. Thread-safe. */
final class Gate {
    private static final int MAX_CLIENT_ID = 255;

    private final ListenerConfig config;
    private final PeerPolicy policy;
    private final Optional<HeaderAuthentication> headers;
    private final long failureDelayMs;
    private final Security security;
    private final Metrics.Counter successes;
    private final Metrics.Counter failures;

    Gate(
            ListenerConfig config,
            PeerPolicy policy,
            Optional<HeaderAuthentication> headers,
            long failureDelayMs,
            Security security,
            Metrics metrics) {
        this.config = config;
        this.policy = policy;
        this.headers = headers;
        this.failureDelayMs = failureDelayMs;
        this.security = security;
        this.successes = metrics.counter("gossip_authentications_total", "Clients that proved who they are.");
        this.failures =
                metrics.counter("gossip_authentication_failures_total", "Clients that could not prove who they are.");
    }

    /** Whether it may take time to find out who a client is. */
    boolean isGuarded() {
        return headers.isPresent();
    }

    /** Turns away whoever comes from another machine where that is not served. */
    void checkPeer(Head head) {
        if (!policy.serves(head.peer().address())) {
            throw new Refusal(
                    403,
                    "this door asks nobody who they are, so it serves clients of its own machine only; give it"
                            + " rest.protocol: sasl_tls, or set security.allow_anonymous: true");
        }
        if (isOfThisMachineOnly()) {
            checkHost(head);
        }
    }

    private boolean isOfThisMachineOnly() {
        boolean isLoopback = config.address().bind().host().startsWith("127.")
                || config.address().bind().host().equals("localhost")
                || config.address().bind().host().equals("::1");
        return !config.isAuthenticated() && (isLoopback || policy == PeerPolicy.THIS_MACHINE);
    }

    /**
     * A page of another site can make a browser of this machine ask this door, by letting its own name lead here; the Host
     * header shows it.
     */
    private void checkHost(Head head) {
        String host = head.header("host").orElse("localhost").toLowerCase(Locale.ROOT);
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = end <= 0 ? host : host.substring(0, end);
        boolean isAddress = name.matches("[0-9.]+") || name.startsWith("[");
        boolean isOwn = name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals(config.address().bind().host())
                || !config.address().advertised().isEmpty()
                        && config.address().advertised().startsWith(name + ":");
        if (!isAddress && !isOwn) {
            throw new Refusal(
                    421,
                    "this door serves its own machine, and is not " + name
                            + "; ask for localhost, or set rest.advertised_address to that name");
        }
    }

    /** Who sends a request. */
    RequestContext identify(Head head) throws InterruptedException {
        RequestContext stranger = stranger(head);
        if (headers.isPresent()) {
            return bySasl(headers.get(), head, stranger);
        }
        return switch (head.peer().certificate()) {
            case Certificate.None none -> stranger;
            case Certificate.Of of -> with(stranger, of.principal(), Proof.CERTIFICATE);
            case Certificate.Unusable unusable -> {
                failed(stranger, "CERTIFICATE", unusable.reason());
                throw new Refusal(403, unusable.reason());
            }
        };
    }

    /** A client that has proved nothing. */
    RequestContext stranger(Head head) {
        String clientId = head.header("x-client-id").orElse("");
        return new RequestContext(
                Principal.ANONYMOUS,
                clientId.length() > MAX_CLIENT_ID ? clientId.substring(0, MAX_CLIENT_ID) : clientId,
                host(head.peer().address()),
                config.name());
    }

    private static String host(InetAddress address) {
        return address.getHostAddress();
    }

    private static RequestContext with(RequestContext stranger, Principal principal, Proof proof) {
        return new RequestContext(principal, stranger.clientId(), stranger.clientHost(), stranger.listener(), proof);
    }

    private RequestContext bySasl(HeaderAuthentication authentication, Head head, RequestContext stranger)
            throws InterruptedException {
        String header = head.header("authorization").orElse("");
        try {
            Identity identity = authentication.authenticate(header, stranger);
            successes.add(1);
            return with(stranger, identity.principal(), identity.proof());
        } catch (BrokerException e) {
            if (e.code() == ErrorCode.REQUEST_TIMED_OUT) {
                throw new Refusal(503, String.valueOf(e.getMessage()), Map.of("retry-after", "1"));
            }
            if (!header.isEmpty()) {
                failed(stranger, HeaderAuthentication.mechanism(header), String.valueOf(e.getMessage()));
                TimeUnit.MILLISECONDS.sleep(failureDelayMs);
            }
            throw new Refusal(
                    401,
                    String.valueOf(e.getMessage()),
                    Map.of("www-authenticate", String.join(", ", authentication.challenges())));
        }
    }

    private void failed(RequestContext stranger, String mechanism, String reason) {
        failures.add(1);
        security.authenticationFailed(stranger, mechanism, reason);
    }
}
