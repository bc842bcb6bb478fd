package gossip.plugins.rest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.schema.Compatibility;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.plugins.rest.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RegistryJsonProperties {
    private static final String VALID =
            "{\"schemaType\":\"AVRO\",\"schema\":\"{\\\"type\\\":\\\"string\\\"}\",\"id\":-1,"
                + "\"version\":3,\"references\":[{\"name\":\"n\",\"subject\":\"s\",\"version\":1}],\"metadata\":null}";
    private static final List<Consumer<byte[]>> READERS =
            List.of(body -> RegistryJson.registration(body, false), RegistryJson::config, RegistryJson::mode);

    @Provide
    Arbitrary<byte[]> damaged() {
        byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
        Arbitrary<Integer> places = Arbitraries.integers().between(0, valid.length - 1);
        return places.flatMap(place -> Arbitraries.bytes().map(value -> {
            byte[] copy = valid.clone();
            copy[place] = value;
            return copy;
        }));
    }

    @Property(tries = 2_000)
    void damagedBodyIsReadOrRefused(@ForAll("damaged") byte[] body) {
        READERS.forEach(reader -> readOrRefused(reader, body));
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] body) {
        READERS.forEach(reader -> readOrRefused(reader, body));
    }

    private static void readOrRefused(Consumer<byte[]> reader, byte[] body) {
        try {
            reader.accept(body);
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isIn(400, 422);
        } catch (SchemaException refused) {
            assertThat(refused.error().status()).isEqualTo(422);
        }
    }

    @Example
    void registrationIsReadAsConfluentsClientsWriteIt() {
        Registration read = RegistryJson.registration(VALID.getBytes(StandardCharsets.UTF_8), true);

        assertThat(read.schema())
                .isEqualTo(
                        new Schema(Schema.AVRO, "{\"type\":\"string\"}", List.of(new Schema.Reference("n", "s", 1))));
        assertThat(read.id()).isEmpty();
        assertThat(read.version()).hasValue(3);
        assertThat(read.normalize()).isTrue();
    }

    @Example
    void settingsAreRead() {
        assertThat(RegistryJson.config(
                                "{\"compatibility\":\"full\",\"normalize\":true}".getBytes(StandardCharsets.UTF_8))
                        .compatibility())
                .contains(Compatibility.FULL);
        assertThatThrownBy(() -> RegistryJson.mode("{\"mode\":\"SOMETIMES\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SchemaException.class);
    }

    @Example
    void whatWouldNotBeKeptIsRefused() {
        byte[] body = "{\"schema\":\"\",\"ruleSet\":{\"domainRules\":[]}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RegistryJson.registration(body, false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ruleSet");
    }
}
