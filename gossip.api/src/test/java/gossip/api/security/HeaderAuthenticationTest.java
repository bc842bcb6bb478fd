package gossip.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.config.Settings;
import gossip.api.network.SaslSettings;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Authenticator.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderAuthenticationTest {
    private static final RequestContext CONTEXT = new RequestContext(Principal.ANONYMOUS, "", "10.0.0.1", "rest");
    private static final SaslSettings LIMITS = SaslSettings.from(Settings.DEFAULTS);

    private final AtomicInteger evaluations = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final HeaderAuthentication headers = authentication(LIMITS, Optional.empty());

    private HeaderAuthentication authentication(SaslSettings limits, Optional<Instant> expiry) {
        return new HeaderAuthentication(
                Map.of("PLAIN", new Known("\0alice\0secret:1", expiry), "OAUTHBEARER", new Token()),
                limits,
                Duration.ofSeconds(10),
                2,
                now::get);
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void basicIsAnExchangeOfPlain() throws InterruptedException {
        Identity identity = headers.authenticate(basic("alice:secret:1"), CONTEXT);
        assertThat(identity.principal()).isEqualTo(new Principal("User", "alice"));
        assertThat(identity.proof()).isEqualTo(Proof.SASL);
    }

    @Test
    void bearerIsAnExchangeOfOauthbearer() throws InterruptedException {
        assertThat(headers.authenticate("bearer good", CONTEXT).principal().name())
                .isEqualTo("carol");
    }

    @Test
    void wrongTokenIsRefusedWithTheReasonOfTheMechanism() {
        assertThatThrownBy(() -> headers.authenticate("Bearer bad", CONTEXT))
                .isInstanceOf(BrokerException.class)
                .hasMessage("no such token");
    }

    @Test
    void acceptedHeaderIsNotEvaluatedAgainForAWhile() throws InterruptedException {
        headers.authenticate(basic("alice:secret:1"), CONTEXT);
        headers.authenticate(basic("alice:secret:1"), CONTEXT);
        assertThat(evaluations).hasValue(1);
        now.set(Instant.EPOCH.plusSeconds(10));
        headers.authenticate(basic("alice:secret:1"), CONTEXT);
        assertThat(evaluations).hasValue(2);
    }

    @Test
    void refusedHeaderIsEvaluatedEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> headers.authenticate(basic("alice:wrong"), CONTEXT))
                    .isInstanceOf(BrokerException.class)
                    .extracting(failure -> ((BrokerException) failure).code())
                    .isEqualTo(ErrorCode.SASL_AUTHENTICATION_FAILED);
        }
        assertThat(evaluations).hasValue(2);
    }

    @Test
    void nothingIsRememberedBeyondTheExpiryOfAnIdentity() throws InterruptedException {
        HeaderAuthentication expiring = authentication(LIMITS, Optional.of(Instant.EPOCH.plusSeconds(3)));
        expiring.authenticate(basic("alice:secret:1"), CONTEXT);
        now.set(Instant.EPOCH.plusSeconds(3));
        expiring.authenticate(basic("alice:secret:1"), CONTEXT);
        assertThat(evaluations).hasValue(2);
    }

    @Test
    void missingHeaderIsRefusedWithWhatCanBeSent() {
        assertThatThrownBy(() -> headers.authenticate("", CONTEXT))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("Basic")
                .hasMessageContaining("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Basic YQ==", "Digest x", "x", "Basic YQA6Yg=="})
    void whatIsNoHeaderIsRefusedBeforeAMechanismSeesIt(String header) {
        assertThatThrownBy(() -> headers.authenticate(header, CONTEXT)).isInstanceOf(BrokerException.class);
        assertThat(evaluations).hasValue(0);
    }

    @Property
    void noHeaderBreaksIt(@ForAll String text) throws InterruptedException {
        for (String header : new String[] {text, "Basic " + text, basic(text), "Bearer " + text}) {
            try {
                headers.authenticate(header, CONTEXT);
            } catch (BrokerException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.SASL_AUTHENTICATION_FAILED);
            }
        }
    }

    @Test
    void clientsBeyondTheQueueAreToldToTryAgain() throws Exception {
        SaslSettings one = new SaslSettings(60_000, 0, 0, 1024, 1, 1, 1 << 20, 1);
        CountDownLatch evaluating = new CountDownLatch(1);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        HeaderAuthentication narrow = new HeaderAuthentication(
                Map.of("PLAIN", new Waiting(evaluating, goOn)), one, Duration.ZERO, 1, now::get);
        CompletableFuture<Identity> first = CompletableFuture.supplyAsync(() -> {
            try {
                return narrow.authenticate(basic("alice:1"), CONTEXT);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        evaluating.await();
        assertThatThrownBy(() -> narrow.authenticate(basic("alice:1"), CONTEXT))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("security.authentication.queue")
                .extracting(failure -> ((BrokerException) failure).code())
                .isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
        goOn.complete(null);
        assertThat(first.get().principal().name()).isEqualTo("alice");
    }

    private static Step accepted(String user, Optional<Instant> expiry) {
        return new Step.Accepted(ByteBuffer.allocate(0), new Identity(new Principal("User", user), Proof.SASL, expiry));
    }

    /** Takes one message. */
    private final class Known implements Authenticator {
        private final String message;
        private final Optional<Instant> expiry;

        Known(String message, Optional<Instant> expiry) {
            this.message = message;
            this.expiry = expiry;
        }

        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public Exchange begin(RequestContext context) {
            return given -> {
                evaluations.incrementAndGet();
                if (!StandardCharsets.UTF_8.decode(given).toString().equals(message)) {
                    throw new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, "wrong");
                }
                return accepted("alice", expiry);
            };
        }
    }

    /** Takes the token "good", and says only to the second message what is wrong with another. */
    private static final class Token implements Authenticator {
        @Override
        public String mechanism() {
            return "OAUTHBEARER";
        }

        @Override
        public Exchange begin(RequestContext context) {
            AtomicInteger messages = new AtomicInteger();
            return given -> {
                String text = StandardCharsets.UTF_8.decode(given).toString();
                if (text.equals("n,,\u0001auth=Bearer good\u0001\u0001")) {
                    return accepted("carol", Optional.empty());
                }
                if (messages.incrementAndGet() == 1) {
                    return new Step.Challenge(ByteBuffer.allocate(0));
                }
                throw new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, "no such token");
            };
        }
    }

    /** Takes everything, when it is told to. */
    private record Waiting(CountDownLatch evaluating, CompletableFuture<Void> goOn) implements Authenticator {
        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public Exchange begin(RequestContext context) {
            return given -> {
                evaluating.countDown();
                goOn.join();
                return accepted("alice", Optional.empty());
            };
        }
    }
}
