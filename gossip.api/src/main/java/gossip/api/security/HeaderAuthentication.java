package gossip.api.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.network.SaslSettings;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Authenticator.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out who a client is by the {@code Authorization} header (RFC 9110) that its requests carry: {@code Basic} is an exchange
 * of the mechanism PLAIN, {@code Bearer} one of OAUTHBEARER (RFC 7628). What was accepted is remembered for a short time, by a
 * keyed hash of the header, because passwords cost slow hashes and every request carries one; a user who is deleted gets in for
 * that time. Never more are evaluated at the same time than {@code security.authentication.threads} says, and of one address (of
 * an IPv6 network of 64 bits) {@code security.authentication.per_address}; others wait, within {@code
 * security.authentication.queue} and {@code queue_size}. Thread-safe.
 */
public final class HeaderAuthentication {
    /** How long an accepted header is remembered. */
    public static final Setting<Duration> CACHE_TIME = Setting.of(
                    "security.authentication.header_cache_time",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "How long the doors for HTTP and gRPC remember that an Authorization header was right, because"
                            + " every request carries one; 0ms evaluates each.")
            .require(time -> !time.isNegative() && time.toMinutes() <= 10, "0ms to 10m");

    /** How many headers are remembered. */
    public static final Setting<Integer> CACHE_ENTRIES = Setting.of(
                    "security.authentication.header_cache_entries",
                    SettingType.INT,
                    10_000,
                    "How many Authorization headers each of these doors remembers; the oldest are forgotten.")
            .require(count -> count >= 1, "at least 1");

    private static final String PLAIN = "PLAIN";
    private static final String OAUTHBEARER = "OAUTHBEARER";
    private static final int KEY_BYTES = 32;

    private final Map<String, Authenticator> mechanisms;
    private final Duration cacheTime;
    private final InstantSource clock;
    private final byte[] key = new byte[KEY_BYTES];
    private final Map<ByteBuffer, Remembered> remembered;
    private final Turns turns;

    /**
     * Prepares.
     *
     * @param mechanisms by name; those of PLAIN and OAUTHBEARER that clients may use
     * @param limits how much is evaluated, and how long clients wait
     * @param cacheTime how long what was accepted is remembered; zero for not at all
     * @param cacheEntries how much is remembered
     * @param clock wall clock
     */
    public HeaderAuthentication(
            Map<String, Authenticator> mechanisms,
            SaslSettings limits,
            Duration cacheTime,
            int cacheEntries,
            InstantSource clock) {
        this.mechanisms = Map.copyOf(mechanisms);
        this.cacheTime = cacheTime;
        this.clock = clock;
        this.turns = new Turns(limits);
        this.remembered = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Remembered> eldest) {
                return size() > cacheEntries;
            }
        };
        new SecureRandom().nextBytes(key);
    }

    /**
     * What a client that has sent no header, or a wrong one, is to be told that it may send.
     *
     * @return values of {@code WWW-Authenticate}; at least one
     */
    public List<String> challenges() {
        List<String> challenges = new ArrayList<>();
        if (mechanisms.containsKey(PLAIN)) {
            challenges.add("Basic realm=\"gossip\", charset=\"UTF-8\"");
        }
        if (mechanisms.containsKey(OAUTHBEARER)) {
            challenges.add("Bearer realm=\"gossip\"");
        }
        return challenges;
    }

    /**
     * The mechanism that a header uses, for the log.
     *
     * @param header value of {@code Authorization}
     * @return PLAIN, OAUTHBEARER or NONE
     */
    public static String mechanism(String header) {
        return switch (scheme(header)) {
            case "basic" -> PLAIN;
            case "bearer" -> OAUTHBEARER;
            default -> "NONE";
        };
    }

    /**
     * Finds out who a client is. May block, for as long as its exchange takes and those before it; not for event loops.
     *
     * @param header value of {@code Authorization}; empty if the client has sent none
     * @param context where the client comes from; its principal is not known yet
     * @return who it is
     * @throws BrokerException SASL_AUTHENTICATION_FAILED if it is not who it says, or did not say; the message may be sent to it.
     *     REQUEST_TIMED_OUT if too many, or too much, are being evaluated
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Identity authenticate(String header, RequestContext context) throws InterruptedException {
        if (header.isEmpty()) {
            throw refused("this listener asks clients who they are; send an Authorization header ("
                    + String.join(" or ", challenges()) + ")");
        }
        ByteBuffer hash = hash(header);
        Optional<Identity> known = recall(hash);
        if (known.isPresent()) {
            return known.get();
        }
        Identity identity =
                turns.take(context.clientHost(), header.length() * Character.BYTES, () -> evaluate(header, context));
        remember(hash, identity);
        return identity;
    }

    /**
     * How many clients are being evaluated or wait for that, for a metric. Any thread.
     *
     * @return those of this door
     */
    public int waiting() {
        return turns.inside();
    }

    private ByteBuffer hash(String header) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            return ByteBuffer.wrap(digest.digest(header.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<Identity> recall(ByteBuffer hash) {
        synchronized (remembered) {
            Optional<Remembered> found = Optional.ofNullable(remembered.get(hash));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (!clock.instant().isBefore(found.get().until())) {
                remembered.remove(hash);
                return Optional.empty();
            }
            return Optional.of(found.get().identity());
        }
    }

    private void remember(ByteBuffer hash, Identity identity) {
        if (cacheTime.isZero()) {
            return;
        }
        Instant until = clock.instant().plus(cacheTime);
        Instant end = identity.expiry().filter(until::isAfter).orElse(until);
        synchronized (remembered) {
            remembered.put(hash, new Remembered(identity, end));
        }
    }

    private Identity evaluate(String header, RequestContext context) {
        Authenticator authenticator = Optional.ofNullable(mechanisms.get(mechanism(header)))
                .orElseThrow(() -> refused("the Authorization header is none that this listener takes ("
                        + String.join(" or ", challenges()) + ")"));
        Exchange exchange = authenticator.begin(context);
        return switch (exchange.evaluate(message(header))) {
            case Step.Accepted accepted -> accepted.identity();
            // there is one message only; what the mechanism says to the next one is why
            case Step.Challenge challenge -> {
                exchange.evaluate(ByteBuffer.wrap(new byte[] {1}));
                throw refused("the Authorization header is not accepted");
            }
        };
    }

    private static ByteBuffer message(String header) {
        String credentials = header.substring(header.indexOf(' ') + 1).trim();
        if (mechanism(header).equals(OAUTHBEARER)) {
            return ByteBuffer.wrap(
                    ("n,,\u0001auth=Bearer " + credentials + "\u0001\u0001").getBytes(StandardCharsets.UTF_8));
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException e) {
            throw refused("what follows Basic in the Authorization header is not Base64");
        }
        String text = new String(decoded, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf('\0') >= 0) {
            throw refused("the Authorization header does not hold name:password");
        }
        String plain = "\0" + text.substring(0, colon) + "\0" + text.substring(colon + 1);
        return ByteBuffer.wrap(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static String scheme(String header) {
        int space = header.indexOf(' ');
        return space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
    }

    private static BrokerException refused(String reason) {
        return new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, reason);
    }

    private record Remembered(Identity identity, Instant until) {}
}
