package gossip.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.broker.RequestContext;
import gossip.api.schema.Compatibility;
import gossip.api.schema.Listing;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.VersionChoice;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.plugins.simulation.MemorySchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedRegistryTest {
    private static final RequestContext ANNA =
            new RequestContext(new Principal("User", "anna"), "c", "127.0.0.1", "rest");
    private static final Schema SCHEMA = new Schema(Schema.AVRO, "a b?", List.of());
    private static final Optional<String> NOWHERE = Optional.empty();

    private final Set<String> allowed = new HashSet<>();
    private final Authorizer authorizer = (context, operation, resource) ->
            allowed.contains(operation + " " + resource.type() + " " + resource.name());
    private final MemorySchemaRegistry inner = new MemorySchemaRegistry();
    private final SchemaRegistry registry = new SchemasService(() -> inner, new Guard(List.of(authorizer))).view(ANNA);

    @BeforeEach
    void fill() {
        await(inner.register("orders-value", Registration.of(SCHEMA)));
        await(inner.register("secret-value", Registration.of(new Schema(Schema.AVRO, "s", List.of()))));
    }

    @Test
    void whoMayDoNothingIsToldSoByEveryOperation() {
        Registration registration = Registration.of(SCHEMA);
        SubjectConfig config = new SubjectConfig(Optional.of(Compatibility.FULL), Optional.empty());
        Optional<String> orders = Optional.of("orders-value");

        assertForbidden(() -> registry.schema(1, NOWHERE, ""));
        assertForbidden(() -> registry.maxId(NOWHERE));
        assertForbidden(() -> registry.versions("orders-value", Listing.ALL));
        assertForbidden(() -> registry.version("orders-value", VersionChoice.LATEST, false));
        assertForbidden(() -> registry.lookUp("orders-value", SCHEMA, false, false));
        assertForbidden(() -> registry.referencedBy("orders-value", VersionChoice.LATEST, Listing.ALL));
        assertForbidden(() -> registry.incompatibilities("orders-value", Optional.empty(), SCHEMA, false));
        assertForbidden(() -> await(registry.register("orders-value", registration)));
        assertForbidden(() -> await(registry.deleteSubject("orders-value", false)));
        assertForbidden(() -> await(registry.deleteVersion("orders-value", VersionChoice.LATEST, false)));
        for (Optional<String> scope : List.of(orders, NOWHERE)) {
            assertForbidden(() -> registry.config(scope, true));
            assertForbidden(() -> registry.mode(scope, true));
            assertForbidden(() -> await(registry.alterConfig(scope, config)));
            assertForbidden(() -> await(registry.deleteConfig(scope)));
            assertForbidden(() -> await(registry.alterMode(scope, SchemaMode.READONLY, false)));
        }
        assertForbidden(() -> await(registry.deleteMode("orders-value")));
        assertForbidden(() -> registry.payloads().check(payload(), NOWHERE));
        assertForbidden(() -> registry.payloads().toJson(payload(), NOWHERE));
        assertForbidden(() -> registry.payloads().fromJson(ByteBuffer.allocate(0), 1, NOWHERE, ""));
    }

    @Test
    void listsLeaveOutWhatTheCallerMayNotSee() {
        allow(Operation.DESCRIBE, Resource.topic("orders"));
        await(inner.register(":.stage:secret-value", Registration.of(SCHEMA)));

        assertThat(registry.subjects("", Listing.ALL)).containsExactly("orders-value");
        assertThat(registry.subjects("", new Listing(Listing.Deleted.EXCLUDE, 1, 5)))
                .isEmpty();
        assertThat(registry.schemas("", false, Listing.ALL))
                .extracting(RegisteredSchema::subject)
                .containsExactly("orders-value");
        assertThat(registry.versionsOf(2, NOWHERE, Listing.ALL)).isEmpty();
        assertThat(registry.contexts(Listing.ALL)).containsExactly(".");
        assertThat(registry.types()).contains(Schema.AVRO);
    }

    @Test
    void readingATopicIsEnoughToReadItsSchemas() {
        allow(Operation.READ, Resource.topic("orders"));

        assertThat(registry.schema(1, NOWHERE, "")).isEqualTo(SCHEMA);
        assertThat(registry.schema(1, Optional.of("whatever-value"), "")).isEqualTo(SCHEMA);
        assertThat(registry.versions("orders-value", Listing.PRESENT)).containsExactly(1);
        assertThat(registry.payloads().toJson(payload(), NOWHERE))
                .isEqualTo(ByteBuffer.wrap("[\"a\"]".getBytes(StandardCharsets.UTF_8)));
        assertForbidden(() -> registry.schema(2, NOWHERE, ""));
        assertForbidden(() -> await(registry.register("orders-value", Registration.of(SCHEMA))));
    }

    @Test
    void writingATopicIsEnoughToRegisterItsSchemas() {
        allow(Operation.WRITE, Resource.topic("orders"));

        assertThat(await(registry.register("orders-key", Registration.of(SCHEMA)))
                        .id())
                .isEqualTo(1);
        assertForbidden(() -> await(registry.register("bills-value", Registration.of(SCHEMA))));
    }

    @Test
    void referenceToWhatTheCallerMayNotSeeIsForbidden() {
        allow(Operation.WRITE, Resource.topic("orders"));
        Schema referring = new Schema(Schema.AVRO, "c", List.of(new Schema.Reference("s", "secret-value", 1)));

        assertForbidden(() -> await(registry.register("orders-key", Registration.of(referring))));
    }

    @Test
    void settingsOfAllAreTheClusters() {
        allow(Operation.ALTER_CONFIGS, Resource.CLUSTER);
        allow(Operation.DESCRIBE_CONFIGS, Resource.CLUSTER);

        await(registry.alterMode(NOWHERE, SchemaMode.READONLY, false));

        assertThat(registry.mode(NOWHERE, false)).isEqualTo(SchemaMode.READONLY);
        assertForbidden(() -> registry.mode(Optional.of("orders-value"), true));
    }

    @Test
    void brokerWithoutARegistrySaysSo() {
        SchemasService none = new SchemasService(
                () -> {
                    throw new IllegalStateException("nothing of that kind is installed");
                },
                Guard.OPEN);

        assertThatThrownBy(() -> none.view(ANNA))
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.error()).isEqualTo(SchemaError.NOT_INSTALLED));
    }

    private void allow(Operation operation, Resource resource) {
        allowed.add(operation + " " + resource.type() + " " + resource.name());
    }

    private static ByteBuffer payload() {
        return ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 1, 'a'});
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.error()).isEqualTo(SchemaError.FORBIDDEN));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SchemaException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
