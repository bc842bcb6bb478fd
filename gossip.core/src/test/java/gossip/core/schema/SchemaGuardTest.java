package gossip.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.security.Resource;
import org.junit.jupiter.api.Test;

class SchemaGuardTest {
    @Test
    void subjectsOfATopicStandUnderItsRules() {
        assertThat(SchemaGuard.resource("orders-value")).isEqualTo(Resource.topic("orders"));
        assertThat(SchemaGuard.resource("orders-key")).isEqualTo(Resource.topic("orders"));
        assertThat(SchemaGuard.resource(":.stage:orders-value")).isEqualTo(Resource.topic("orders"));
    }

    @Test
    void otherSubjectsStandUnderTheRulesOfATopicOfTheirName() {
        assertThat(SchemaGuard.resource("com.example.Order")).isEqualTo(Resource.topic("com.example.Order"));
        assertThat(SchemaGuard.resource("-value")).isEqualTo(Resource.topic("-value"));
    }

    @Test
    void contextsAreTheClusters() {
        assertThat(SchemaGuard.resource(":.stage:")).isEqualTo(Resource.CLUSTER);
        assertThat(SchemaGuard.resource("")).isEqualTo(Resource.CLUSTER);
    }
}
