package gossip.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.Quotas.Use;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotaEntity.Type;
import gossip.api.metadata.QuotasImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuotaRulesTest {
    private static final Optional<String> ANY = Optional.empty();

    /** A star is the default, and an empty text does not count. */
    private static QuotaEntity entity(String user, String clientId) {
        Map<Type, Optional<String>> names = new HashMap<>();
        put(names, Type.USER, user);
        put(names, Type.CLIENT_ID, clientId);
        return new QuotaEntity(names);
    }

    private static void put(Map<Type, Optional<String>> names, Type type, String name) {
        if (!name.isEmpty()) {
            names.put(type, name.equals("*") ? ANY : Optional.of(name));
        }
    }

    private static QuotaRules rules(QuotaEntity entity) {
        return QuotaRules.of(new QuotasImage(Map.of(entity, Map.of("producer_byte_rate", 5.0))), 10);
    }

    private static QuotaRules.Match match(QuotaRules rules, String user, String clientId) {
        return Objects.requireNonNull(rules.find(Use.PRODUCE, user, clientId));
    }

    @Test
    void theMostSpecificLimitCountsInKafkasOrder() {
        List<QuotaEntity> order = List.of(
                entity("anna", "app"),
                entity("anna", "*"),
                entity("anna", ""),
                entity("*", "app"),
                entity("*", "*"),
                entity("*", ""),
                entity("", "app"),
                entity("", "*"));
        for (int first = 0; first < order.size(); first++) {
            Map<QuotaEntity, Map<String, Double>> limits = new HashMap<>();
            for (int i = first; i < order.size(); i++) {
                limits.put(order.get(i), Map.of("producer_byte_rate", i + 1.0));
            }
            QuotaRules rules = QuotaRules.of(new QuotasImage(limits), 10);
            assertThat(match(rules, "anna", "app").limit().perSecond()).isEqualTo(first + 1.0);
        }
    }

    @Test
    void limitOfOneKeySaysNothingAboutOthers() {
        QuotaRules rules = rules(entity("anna", ""));
        assertThat(rules.limits(Use.PRODUCE)).isTrue();
        assertThat(rules.limits(Use.FETCH)).isFalse();
        assertThat(rules.find(Use.FETCH, "anna", "app")).isNull();
        assertThat(rules.find(Use.PRODUCE, "bert", "app")).isNull();
    }

    @Test
    void clientsOfAUserShareItsLimitAndThoseOfAnyClientHaveOneEach() {
        QuotaRules byUser = rules(entity("anna", ""));
        QuotaRules byClient = rules(entity("anna", "*"));
        assertThat(match(byUser, "anna", "a").bucket())
                .isEqualTo(match(byUser, "anna", "b").bucket());
        assertThat(match(byClient, "anna", "a").bucket())
                .isNotEqualTo(match(byClient, "anna", "b").bucket());
    }

    @Test
    void addressHasItsOwnLimitOrThatOfAll() {
        QuotaRules rules = QuotaRules.of(
                new QuotasImage(Map.of(
                        new QuotaEntity(Map.of(Type.IP, Optional.of("0:0:0:0:0:0:0:1"))),
                        Map.of("connection_creation_rate", 1.0),
                        new QuotaEntity(Map.of(Type.IP, ANY)),
                        Map.of("connection_creation_rate", 2.0))),
                10);
        String loopback = QuotaRules.address("::1").orElseThrow();
        assertThat(Objects.requireNonNull(rules.findAddress(loopback)).limit().perSecond())
                .isEqualTo(1);
        assertThat(Objects.requireNonNull(rules.findAddress("10.0.0.1")).limit().perSecond())
                .isEqualTo(2);
        assertThat(QuotaRules.address("example.org")).isEmpty();
    }
}
