package gossip.plugins.rest.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.broker.Messages.Message;
import gossip.api.broker.RequestContext;
import gossip.plugins.rest.http.Allowance;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.http.Certificate;
import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Target;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NewRecordsProperties {
    private static final byte[] VALID =
            ("{\"records\":[{\"key\":\"k\\u00e9\",\"value\":{\"a\":[1,-2.5e3,true,null,\"x\"]},\"partition\":3,"
                            + "\"timestamp\":12,\"headers\":[{\"name\":\"n\",\"value\":\"v\"}]},{\"value\":null}]}")
                    .getBytes(StandardCharsets.UTF_8);

    @Provide
    Arbitrary<byte[]> damaged() {
        return Arbitraries.integers()
                .between(0, VALID.length - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(places -> Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(places.size())
                        .map(bytes -> {
                            byte[] copy = VALID.clone();
                            for (int i = 0; i < bytes.length; i++) {
                                copy[places.get(i)] = bytes[i];
                            }
                            return copy;
                        }));
    }

    @Property(tries = 3_000)
    void damagedBodyIsReadOrRefusedAsAFaultOfTheClient(@ForAll("damaged") byte[] body) {
        readOrRefused(body);
    }

    @Property
    void anyBytesAreReadOrRefusedAsAFaultOfTheClient(@ForAll byte[] body) {
        readOrRefused(body);
    }

    @Property
    void cutBodyIsRefused(@ForAll("lengths") int length) {
        byte[] cut = Arrays.copyOf(VALID, length);

        assertThatThrownBy(() -> read("", cut)).isInstanceOf(Refusal.class);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, VALID.length - 1);
    }

    private static void readOrRefused(byte[] body) {
        for (String query : List.of("", "?value_format=binary", "?value_format=text&key_format=json")) {
            try {
                assertThat(read(query, body))
                        .allMatch(message -> message.topic().equals("t"));
            } catch (Refusal refusal) {
                assertThat(refusal.status()).isIn(400, 422);
            }
        }
    }

    @Example
    void valuesAreTakenAsTheyAreWritten() {
        Message first = read("", VALID).getFirst();

        assertThat(StandardCharsets.UTF_8
                        .decode(first.record().value().orElseThrow())
                        .toString())
                .isEqualTo("{\"a\":[1,-2.5e3,true,null,\"x\"]}");
        assertThat(StandardCharsets.UTF_8
                        .decode(first.record().key().orElseThrow())
                        .toString())
                .isEqualTo("k\u00e9");
        assertThat(first.partition()).hasValue(3);
        assertThat(read("", VALID).get(1).record().value()).isEmpty();
    }

    @Example
    void bodiesThatAreNotMeantAreRefused() {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{}x",
                "{\"records\":{}}",
                "{\"records\":[1]}",
                "{\"record\":[]}",
                "{\"records\":[{\"value\":1,\"value\":2}]}",
                "{\"records\":[{\"partition\":-1}]}",
                "{\"records\":[{\"partition\":1.5}]}",
                "{\"records\":[{\"timestamp\":\"now\"}]}",
                "{\"records\":[{\"key\":1}]}",
                "{\"records\":[{\"value\":" + "9".repeat(2_000) + "}]}",
                "\u0000",
                "{\"a")) {
            assertThatThrownBy(() -> read("", body.getBytes(StandardCharsets.UTF_8)))
                    .as(body)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Example
    void moreRecordsAndHeadersThanThereMayBeAreRefused() {
        for (String many : List.of(
                "{\"records\":[{}" + ",{}".repeat(100) + "]}",
                "{\"records\":[{\"headers\":[{}" + ",{}".repeat(99) + "]}]}",
                "{\"records\":[{\"headers\":{\"a\":1" + ",\"a\":1".repeat(99) + "}}]}")) {
            assertThatThrownBy(() -> read("", many.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(413))
                    .hasMessageContaining("rest.max_records = 100");
        }
        assertThat(read("", ("{\"records\":[{}" + ",{}".repeat(99) + "]}").getBytes(StandardCharsets.UTF_8)))
                .hasSize(100);
    }

    @Example
    void recordsCountAgainstTheBudgetOfAllRequests() {
        byte[] records = ("{\"records\":[{}" + ",{}".repeat(99) + "]}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read("", records, new ByteBudget(10_000)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }

    private static List<Message> read(String query, byte[] body) {
        return read(query, body, new ByteBudget(1 << 20));
    }

    private static List<Message> read(String query, byte[] body, ByteBudget budget) {
        Head head = new Head(
                "POST",
                Target.parse("/v1/topics/t/records" + query),
                new DefaultHttpHeaders(),
                new Head.Peer(InetAddress.getLoopbackAddress(), Certificate.NONE));
        return NewRecords.read(new Request(head, RequestContext.INTERNAL, body, new Allowance(budget)), 100, () -> {
            throw new AssertionError("no schemas here");
        });
    }
}
