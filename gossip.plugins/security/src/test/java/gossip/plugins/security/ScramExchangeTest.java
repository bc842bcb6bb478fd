package gossip.plugins.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Step;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScramExchangeTest {
    /** Kafka's words. */
    private static final String REFUSAL =
            "Authentication failed during authentication due to invalid credentials with SASL mechanism ";

    private static final Principal OWNER = new Principal("User", "owner");

    @Property(tries = 60)
    void whoeverKnowsThePasswordGetsInAndNobodyElse(
            @ForAll("names") String user,
            @ForAll("passwords") String password,
            @ForAll("passwords") String tried,
            @ForAll ScramMechanism mechanism)
            throws Exception {
        Accounts accounts = new Accounts().user(user, mechanism, password, 4096);
        KafkaScramClient client = new KafkaScramClient(mechanism.mechanism(), user, tried, false);
        Exchange exchange = new ScramExchange(mechanism, accounts.credentials());
        Step challenge = exchange.evaluate(ByteBuffer.wrap(client.answer(new byte[0])));
        byte[] proof = client.answer(bytes(challenge.answer()));
        if (tried.equals(password)) {
            Step.Accepted accepted = (Step.Accepted) exchange.evaluate(ByteBuffer.wrap(proof));
            assertThat(accepted.identity().principal()).isEqualTo(new Principal("User", user));
            assertThat(client.isContent(bytes(accepted.answer()))).isTrue();
        } else {
            assertThatThrownBy(() -> exchange.evaluate(ByteBuffer.wrap(proof)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessage(REFUSAL + mechanism.mechanism());
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("alice", "a,b=c", "Zoë", "=2C", "\uD83D\uDE00", "user@example.com");
    }

    @Provide
    Arbitrary<String> passwords() {
        return Arbitraries.of("secret", "geheim,=\"", "pässwörd", "x");
    }

    @Example
    void whoDoesNotExistLooksLikeSomebodyWithAnotherPassword() throws Exception {
        Accounts accounts = new Accounts();
        StoredCredentials credentials = accounts.credentials();
        String[] salts = new String[2];
        for (int i = 0; i < 2; i++) {
            KafkaScramClient client = new KafkaScramClient("SCRAM-SHA-256", "nobody", "x", false);
            Exchange exchange = new ScramExchange(ScramMechanism.SHA_256, credentials);
            Step challenge = exchange.evaluate(ByteBuffer.wrap(client.answer(new byte[0])));
            String text = new String(bytes(challenge.answer()), StandardCharsets.UTF_8);
            assertThat(text).matches("r=.*,s=.*,i=4096");
            salts[i] = text.replaceAll(".*,s=(.*),i=.*", "$1");
            byte[] proof = client.answer(bytes(challenge.answer()));
            assertThatThrownBy(() -> exchange.evaluate(ByteBuffer.wrap(proof))).hasMessage(REFUSAL + "SCRAM-SHA-256");
        }
        assertThat(salts[0]).isEqualTo(salts[1]);
    }

    private static String secret(String token) {
        return Base64.getEncoder().encodeToString(DelegationToken.hmac(Accounts.TOKEN_KEY, token));
    }

    @Example
    void tokenSpeaksForItsOwnerUntilItExpires() throws Exception {
        Accounts accounts = new Accounts().token("t1", OWNER, 2_000_000);
        StoredCredentials credentials = accounts.credentials();
        KafkaScramClient client = new KafkaScramClient("SCRAM-SHA-512", "t1", secret("t1"), true);
        Exchange exchange = new ScramExchange(ScramMechanism.SHA_512, credentials);
        Step challenge = exchange.evaluate(ByteBuffer.wrap(client.answer(new byte[0])));
        Step.Accepted accepted =
                (Step.Accepted) exchange.evaluate(ByteBuffer.wrap(client.answer(bytes(challenge.answer()))));
        assertThat(accepted.identity().principal()).isEqualTo(OWNER);
        assertThat(accepted.identity().proof()).isEqualTo(Proof.TOKEN);
        assertThat(accepted.identity().expiry()).isEqualTo(Optional.of(Instant.ofEpochMilli(2_000_000)));

        accounts.nowMs = 2_000_000;
        KafkaScramClient late = new KafkaScramClient("SCRAM-SHA-512", "t1", secret("t1"), true);
        Exchange second = new ScramExchange(ScramMechanism.SHA_512, credentials);
        Step refused = second.evaluate(ByteBuffer.wrap(late.answer(new byte[0])));
        byte[] proof = late.answer(bytes(refused.answer()));
        assertThatThrownBy(() -> second.evaluate(ByteBuffer.wrap(proof))).isInstanceOf(BrokerException.class);
    }

    @Example
    void tokenIsNoUserAndUserIsNoToken() throws Exception {
        Accounts accounts =
                new Accounts().token("t1", OWNER, 2_000_000).user("alice", ScramMechanism.SHA_256, "secret", 4096);
        assertRefused(accounts, "t1", secret("t1"), false);
        assertRefused(accounts, "alice", "secret", true);
    }

    private static void assertRefused(Accounts accounts, String user, String password, boolean isToken)
            throws Exception {
        KafkaScramClient client = new KafkaScramClient("SCRAM-SHA-256", user, password, isToken);
        Exchange exchange = new ScramExchange(ScramMechanism.SHA_256, accounts.credentials());
        Step challenge = exchange.evaluate(ByteBuffer.wrap(client.answer(new byte[0])));
        byte[] proof = client.answer(bytes(challenge.answer()));
        assertThatThrownBy(() -> exchange.evaluate(ByteBuffer.wrap(proof))).isInstanceOf(BrokerException.class);
    }

    @Example
    void clientThatRepeatsItsOwnNonceIsLetIn() throws Exception {
        // as librdkafka does up to 2.6
        byte[] salt = "salt of alice".getBytes(StandardCharsets.UTF_8);
        Accounts accounts = new Accounts().user("alice", ScramMechanism.SHA_256, "secret", 4096);
        Exchange exchange = new ScramExchange(ScramMechanism.SHA_256, accounts.credentials());
        String first = "n=alice,r=abc";
        String challenge = text(exchange.evaluate(StandardCharsets.UTF_8.encode("n,," + first)));
        String nonce = challenge.substring(2, challenge.indexOf(','));
        String last = "c=biws,r=abc" + nonce;
        byte[] salted = ScramKeys.saltedPassword(ScramMechanism.SHA_256, "secret", salt, 4096);
        byte[] key = ScramKeys.mac(ScramMechanism.SHA_256, salted, "Client Key".getBytes(StandardCharsets.UTF_8));
        byte[] signed = (first + "," + challenge + "," + last).getBytes(StandardCharsets.UTF_8);
        byte[] signature = ScramKeys.mac(ScramMechanism.SHA_256, ScramKeys.hash(ScramMechanism.SHA_256, key), signed);
        for (int i = 0; i < key.length; i++) {
            key[i] ^= signature[i];
        }
        String proof = last + ",p=" + Base64.getEncoder().encodeToString(key);
        assertThat(exchange.evaluate(StandardCharsets.UTF_8.encode(proof))).isInstanceOf(Step.Accepted.class);
    }

    @Example
    void messagesOfManyExtensionsAreReadLikeOthers() {
        Accounts accounts = new Accounts().user("alice", ScramMechanism.SHA_256, "secret", 4096);
        String many = ",x=y".repeat(100_000);
        Exchange exchange = new ScramExchange(ScramMechanism.SHA_256, accounts.credentials());
        String challenge = text(exchange.evaluate(StandardCharsets.UTF_8.encode("n,,n=alice,r=abc" + many)));
        String nonce = challenge.substring(2, challenge.indexOf(','));
        assertThatThrownBy(
                        () -> exchange.evaluate(StandardCharsets.UTF_8.encode("c=biws,r=" + nonce + many + ",p=AAAA")))
                .isInstanceOf(BrokerException.class)
                .hasMessage(REFUSAL + "SCRAM-SHA-256");
    }

    @Example
    void whoDoesNotExistIsHashedAsOftenAsMostAre() {
        Accounts accounts = new Accounts()
                .user("alice", ScramMechanism.SHA_256, "secret", 8192)
                .user("bob", ScramMechanism.SHA_256, "secret", 4096)
                .user("carol", ScramMechanism.SHA_512, "secret", 8192);
        StoredCredentials credentials = accounts.credentials();
        assertThat(iterations(credentials, "nobody")).isEqualTo("8192");
        accounts.user("dave", ScramMechanism.SHA_256, "secret", 4096)
                .user("erin", ScramMechanism.SHA_256, "secret", 4096);
        assertThat(iterations(credentials, "nobody")).isEqualTo("4096");
    }

    private static String iterations(StoredCredentials credentials, String user) {
        Exchange exchange = new ScramExchange(ScramMechanism.SHA_256, credentials);
        String challenge = text(exchange.evaluate(StandardCharsets.UTF_8.encode("n,,n=" + user + ",r=abc")));
        return challenge.substring(challenge.indexOf(",i=") + 3);
    }

    private static String text(Step step) {
        return new String(bytes(step.answer()), StandardCharsets.UTF_8);
    }

    @Example
    void exchangeOfAnotherConnectionCannotBePlayedAgain() throws Exception {
        Accounts accounts = new Accounts().user("alice", ScramMechanism.SHA_256, "secret", 4096);
        KafkaScramClient client = new KafkaScramClient("SCRAM-SHA-256", "alice", "secret", false);
        Exchange heard = new ScramExchange(ScramMechanism.SHA_256, accounts.credentials());
        byte[] first = client.answer(new byte[0]);
        Step challenge = heard.evaluate(ByteBuffer.wrap(first));
        byte[] last = client.answer(bytes(challenge.answer()));
        Exchange replayed = new ScramExchange(ScramMechanism.SHA_256, accounts.credentials());
        replayed.evaluate(ByteBuffer.wrap(first));
        assertThatThrownBy(() -> replayed.evaluate(ByteBuffer.wrap(last)))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("nonce");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
