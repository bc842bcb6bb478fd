package gossip.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.QuorumView;
import gossip.api.metrics.Metrics;
import gossip.api.schema.Payloads;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.VersionChoice;
import gossip.plugins.simulation.MemoryMetadataStore;
import gossip.schema.Bench;
import gossip.schema.RegistrySettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {
    private static final Optional<String> NOWHERE = Optional.empty();

    private final MemoryMetadataStore store = new MemoryMetadataStore("n", MetadataImage.EMPTY);
    private final Map<Setting<?>, String> values = new HashMap<>();
    private final List<EmbeddedRegistry> created = new ArrayList<>();

    @AfterEach
    void close() {
        created.forEach(EmbeddedRegistry::close);
    }

    @Test
    void twoNodesAgreeOnVersionsAndIds() {
        List<EmbeddedRegistry> nodes = List.of(registry(store), registry(store));
        List<CompletionStage<RegisteredSchema>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(nodes.get(i % 2).register("s", Registration.of(optional("f" + i / 2))));
        }

        List<RegisteredSchema> registered =
                all.stream().map(EmbeddedRegistryTest::await).toList();

        assertThat(registered.stream().map(RegisteredSchema::version).distinct())
                .hasSize(6);
        assertThat(registered.stream().map(RegisteredSchema::id).distinct()).hasSize(6);
        assertThat(registered.stream()
                        .map(one -> one.version() + " " + one.schema().text())
                        .distinct())
                .hasSize(6);
    }

    @Test
    void checkIsDoneAnewWhenAnotherVersionCameBetween() {
        EmbeddedRegistry other = registry(store);
        boolean[] isFirst = {true};
        EmbeddedRegistry registry = registry(new Interrupted(store, () -> {
            if (isFirst[0]) {
                isFirst[0] = false;
                await(other.register("s", Registration.of(avro("\"string\""))));
            }
        }));

        assertRefused(SchemaError.INCOMPATIBLE, () -> await(registry.register("s", Registration.of(avro("\"int\"")))));
        assertThat(registry.version("s", VersionChoice.LATEST, false).schema().text())
                .isEqualTo("\"string\"");
    }

    @Test
    void limitsAreNamed() {
        values.put(RegistrySettings.MAX_SIZE, "1024");
        values.put(RegistrySettings.MAX_VERSIONS, "2");
        values.put(RegistrySettings.MAX_SCHEMAS, "3");
        values.put(RegistrySettings.MAX_REFERENCES, "0");
        EmbeddedRegistry registry = registry(store);

        assertThatThrownBy(() -> await(registry.register("s", Registration.of(avro(" ".repeat(1024) + "\"int\"")))))
                .hasMessageContaining("schema.max_size")
                .hasMessageContaining("1024");
        assertThatThrownBy(() -> await(registry.register(
                        "s",
                        Registration.of(
                                new Schema(Schema.AVRO, "\"int\"", List.of(new Schema.Reference("r", "s", 1)))))))
                .hasMessageContaining("schema.max_references");
        await(registry.register("s", Registration.of(avro("\"int\""))));
        await(registry.register("s", Registration.of(avro("\"long\""))));
        assertThatThrownBy(() -> await(registry.register("s", Registration.of(avro("\"float\"")))))
                .hasMessageContaining("schema.max_versions");
        await(registry.register("t", Registration.of(avro("\"string\""))));
        assertThatThrownBy(() -> await(registry.register("u", Registration.of(avro("\"bytes\"")))))
                .hasMessageContaining("schema.max_schemas");
    }

    @Test
    void textsThatAreNoUnicodeAndNamesThatAreNoneAreRefused() {
        EmbeddedRegistry registry = registry(store);

        assertRefused(
                SchemaError.INVALID_SCHEMA,
                () -> await(registry.register("s", Registration.of(avro("{\"type\":\"string\",\"x\":\"\uD800\"}")))));
        for (String name : List.of("", "a\nb", "x".repeat(2000), ":.ctx:", "__GLOBAL")) {
            assertRefused(
                    SchemaError.INVALID_SUBJECT,
                    () -> await(registry.register(name, Registration.of(avro("\"int\"")))));
        }
    }

    @Test
    void payloadsOfEveryTypeAreTranslated() {
        EmbeddedRegistry registry = registry(store);
        int avro =
                await(registry.register("a", Registration.of(avro("\"int\"")))).id();
        int json = await(registry.register(
                        "j", Registration.of(new Schema(Schema.JSON, "{\"type\":\"integer\"}", List.of()))))
                .id();
        int proto = await(registry.register(
                        "p",
                        Registration.of(new Schema(
                                Schema.PROTOBUF, "syntax=\"proto3\"; message M { int32 a = 1; }", List.of()))))
                .id();
        Payloads payloads = registry.payloads();

        for (Map.Entry<Integer, String> one :
                Map.of(avro, "5", json, "5", proto, "{\"a\":5}").entrySet()) {
            ByteBuffer payload = payloads.fromJson(Bench.utf8(one.getValue()), one.getKey(), NOWHERE, "");
            assertThat(payloads.idOf(payload)).isEqualTo(one.getKey());
            payloads.check(payload, NOWHERE);
            assertThat(Bench.text(payloads.toJson(payload, NOWHERE))).isEqualTo(one.getValue());
            assertThat(payload.position()).isZero();
        }
        assertRefused(SchemaError.INVALID_SCHEMA, () -> payloads.check(Bench.hex("01 00000001 0a"), NOWHERE));
        assertRefused(SchemaError.INVALID_SCHEMA, () -> payloads.check(Bench.hex("00 0000"), NOWHERE));
        assertRefused(SchemaError.SCHEMA_NOT_FOUND, () -> payloads.check(Bench.hex("00 00000063 0a"), NOWHERE));
    }

    @Test
    void typeOfASubjectStays() {
        EmbeddedRegistry registry = registry(store);
        await(registry.register("s", Registration.of(avro("\"int\""))));

        assertThatThrownBy(() -> await(registry.register(
                        "s", Registration.of(new Schema(Schema.JSON, "{\"type\":\"integer\"}", List.of())))))
                .hasMessageContaining("SCHEMA_TYPE_CHANGED");
    }

    @Test
    void cacheKeepsNoMoreThanItMay() {
        values.put(RegistrySettings.CACHE_SIZE, "200");
        EmbeddedRegistry registry = registry(store);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(await(registry.register("s" + i, Registration.of(optional("f" + i))))
                    .id());
        }

        for (int id : ids) {
            ByteBuffer payload = registry.payloads().fromJson(Bench.utf8(json(id - 1)), id, NOWHERE, "");
            registry.payloads().check(payload, NOWHERE);
        }
    }

    private static String json(int number) {
        return "{\"f" + number + "\":1}";
    }

    @Test
    void storeThatFailsIsReported() {
        EmbeddedRegistry registry = registry(new Interrupted(store, () -> {
            throw new BrokerException(ErrorCode.REQUEST_TIMED_OUT, "no majority");
        }));

        assertRefused(SchemaError.TIMEOUT, () -> await(registry.register("s", Registration.of(avro("\"int\"")))));
        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> await(registry.deleteSubject("s", false)));
    }

    private EmbeddedRegistry registry(MetadataStore target) {
        Settings settings = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                String text = values.get(setting);
                return text == null ? setting.defaultValue() : setting.parse(text);
            }
        };
        EmbeddedRegistry registry = EmbeddedRegistry.of(target, settings, Metrics.NONE);
        created.add(registry);
        return registry;
    }

    private static Schema optional(String field) {
        return avro("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"" + field
                + "\",\"type\":\"int\",\"default\":0}]}");
    }

    private static Schema avro(String text) {
        return new Schema(Schema.AVRO, text, List.of());
    }

    private static void assertRefused(SchemaError error, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.error()).isEqualTo(error));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SchemaException refused) {
                throw refused;
            }
            throw new AssertionError("failed with something else than a SchemaException", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** A store before whose changes something else happens. */
    private record Interrupted(MetadataStore store, Runnable before) implements MetadataStore {
        @Override
        public void start() {
            // is started
        }

        @Override
        public MetadataImage image() {
            return store.image();
        }

        @Override
        public CompletionStage<MetadataResult> submit(MetadataCommand command) {
            try {
                before.run();
            } catch (BrokerException e) {
                return CompletableFuture.failedStage(e);
            }
            return store.submit(command);
        }

        @Override
        public void listen(MetadataListener listener) {
            store.listen(listener);
        }

        @Override
        public Optional<String> leader() {
            return store.leader();
        }

        @Override
        public QuorumView quorum() {
            return store.quorum();
        }

        @Override
        public void close() {
            // not ours
        }
    }
}
