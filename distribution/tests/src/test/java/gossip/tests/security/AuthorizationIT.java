package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users may do, and what they are told if they may not. */
class AuthorizationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static SecuredBroker broker;
    private static Path adminFile;

    @BeforeAll
    static void start() {
        broker = new SecuredBroker(directory).start();
        StringBuilder properties = new StringBuilder();
        SecuredBroker.login("SCRAM-SHA-256", "admin", SecuredBroker.ADMIN_PASSWORD)
                .forEach((key, value) ->
                        properties.append(key).append('=').append(value).append('\n'));
        adminFile = broker.write("admin.properties", properties.toString());
        gossip("secret\n", "user", "create", "alice").expect(0);
        broker.admin().createTopic("orders", 1, Map.of());
        broker.admin().createTopic("hidden", 1, Map.of());
    }

    @AfterAll
    static void stop() {
        broker.broker().stopCleanly();
        broker.close();
    }

    private static Execution.Finished gossip(String input, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Installation.withRuntime().script().toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap", broker.saslAddress(), "--command-config", adminFile.toString()));
        return Execution.of(command.toArray(String[]::new)).reading(input).run(LIMIT);
    }

    private static Clients alice() {
        return broker.sasl("SCRAM-SHA-512", "alice", "secret");
    }

    private static void produce(Clients clients, String topic) throws Throwable {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("enable.idempotence", false))) {
            producer.send(new ProducerRecord<>(topic, "v")).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Test
    void withoutAclsNothingIsAllowedAndEachCodeIsThatOfKafka() {
        Clients bob = user("bob");
        assertThatThrownBy(() -> produce(bob, "orders")).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> produce(bob, "no-such-topic")).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> bob.createTopic("of-bob", 1, Map.of()))
                .isInstanceOf(TopicAuthorizationException.class);
        try (KafkaConsumer<String, String> consumer = bob.consumer(Map.of("group.id", "g"))) {
            consumer.subscribe(List.of("orders"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            consumer.poll(Duration.ofMillis(200));
                        }
                    })
                    .isInstanceOfAny(GroupAuthorizationException.class, TopicAuthorizationException.class);
        }
        try (Admin admin = bob.admin()) {
            assertThat(Clients.await(admin.listTopics().names())).isEmpty();
            assertThatThrownBy(() -> Clients.await(
                            admin.describeTopics(List.of("orders")).allTopicNames()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() ->
                            Clients.await(admin.deleteTopics(List.of("orders")).all()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> Clients.await(
                            admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")))
                                    .all()))
                    .isInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> Clients.await(admin.describeAcls(org.apache.kafka.common.acl.AclBindingFilter.ANY)
                            .values()))
                    .isInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() ->
                            Clients.await(admin.describeUserScramCredentials().all()))
                    .isInstanceOf(ClusterAuthorizationException.class);
            assertThat(Clients.await(admin.listGroups().valid())).isEmpty();
        }
    }

    private static Clients user(String name) {
        gossip("secret\n", "user", "create", name).expect(0);
        return broker.sasl("SCRAM-SHA-512", name, "secret");
    }

    @Test
    void whatIsAllowedWorksAndTheRestStaysHidden() throws Throwable {
        Clients alice = alice();
        gossip(
                        "",
                        "acl",
                        "add",
                        "--topic",
                        "orders",
                        "--principal",
                        "User:alice",
                        "--operation",
                        "read",
                        "--operation",
                        "write")
                .expect(0);
        gossip("", "acl", "add", "--group", "alice-", "--prefixed", "--principal", "User:alice", "--operation", "read")
                .expect(0);

        produce(alice, "orders");
        try (KafkaProducer<String, String> idempotent = alice.producer(Map.of())) {
            idempotent.send(new ProducerRecord<>("orders", "w")).get(30, TimeUnit.SECONDS);
        }
        try (KafkaConsumer<String, String> consumer = alice.consumer(Map.of("group.id", "alice-1"))) {
            consumer.subscribe(List.of("orders"));
            assertThat(Clients.poll(consumer, 2))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("v", "w");
            consumer.commitSync();
        }
        try (Admin admin = alice.admin()) {
            assertThat(Clients.await(admin.listTopics().names())).containsExactly("orders");
            var description = Clients.await(admin.describeTopics(
                                    List.of("orders"), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames())
                    .get("orders");
            assertThat(description.authorizedOperations())
                    .isEqualTo(Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE));
            assertThatThrownBy(() ->
                            Clients.await(admin.deleteTopics(List.of("orders")).all()))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
        gossip("", "acl", "add", "--topic", "*", "--principal", "User:alice", "--operation", "write", "--deny")
                .expect(0);
        assertThatThrownBy(() -> produce(alice, "orders")).isInstanceOf(TopicAuthorizationException.class);
        gossip("", "acl", "remove", "--principal", "User:alice", "--deny").expect(0);
        produce(alice, "orders");
    }

    @Test
    void commandsShowWhatThereIs() throws Exception {
        user("frank");
        gossip("", "acl", "add", "--cluster", "--principal", "User:frank", "--operation", "describe")
                .expect(0);
        JsonNode users =
                JSON.readTree(gossip("", "user", "list", "-o", "json").expect(0).out());
        assertThat(users.findValuesAsText("user")).contains("admin", "frank");
        JsonNode acls = JSON.readTree(gossip("", "acl", "list", "--principal", "User:frank", "-o", "json")
                .expect(0)
                .out());
        assertThat(acls).hasSize(1);
        assertThat(acls.get(0).get("operation").asText()).isEqualTo("describe");
        assertThat(gossip("", "acl", "remove").expect(2).err()).contains("--all");
        gossip("", "acl", "remove", "--principal", "User:frank").expect(0);
        gossip("", "user", "delete", "frank").expect(0);
        assertThat(gossip("", "user", "delete", "frank").expect(4).err()).contains("gossip user list");
        assertThat(gossip("\n", "user", "create", "empty").expect(2).err()).contains("password");
    }

    @Test
    void toolOfKafkaManagesAcls() {
        tool("--add", "--allow-principal", "User:tina", "--operation", "Read", "--topic", "orders")
                .expect(0);
        assertThat(tool("--list", "--principal", "User:tina").expect(0).out())
                .contains("principal=User:tina, host=*, operation=READ, permissionType=ALLOW");
        tool("--remove", "--force", "--allow-principal", "User:tina", "--operation", "Read", "--topic", "orders")
                .expect(0);
        assertThat(tool("--list", "--principal", "User:tina").expect(0).out()).doesNotContain("principal=User:tina");
    }

    private static Execution.Finished tool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target", "kafka-tools") + "/*",
                "org.apache.kafka.tools.AclCommand",
                "--bootstrap-server",
                broker.saslAddress(),
                "--command-config",
                adminFile.toString()));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new)).run(LIMIT);
    }

    @Test
    void anonymousClientOfTheListenerWithTlsIsTreatedAsOne() throws Throwable {
        assertThatThrownBy(() -> produce(broker.tls(), "hidden")).isInstanceOf(TopicAuthorizationException.class);
        gossip("", "acl", "add", "--topic", "hidden", "--principal", "User:ANONYMOUS", "--operation", "write")
                .expect(0);
        produce(broker.tls(), "hidden");
    }

    @Test
    void whatAdministratorsDoAndWhatIsDeniedStandsInTheAuditLog() throws Exception {
        Clients gina = user("gina");
        assertThatThrownBy(() -> produce(gina, "hidden")).isInstanceOf(TopicAuthorizationException.class);
        List<JsonNode> entries = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (entries.stream()
                .noneMatch(entry -> entry.get("principal").asText().equals("User:gina"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            entries.clear();
            for (String line : Files.readAllLines(directory.resolve("data/audit/audit.log"))) {
                entries.add(JSON.readTree(line));
            }
        }
        assertThat(entries)
                .anyMatch(entry -> entry.get("action").asText().equals("ALTER_CREDENTIALS")
                        && entry.get("target").asText().equals("user:gina")
                        && entry.get("principal").asText().equals("User:admin")
                        && entry.get("outcome").asText().equals("DONE"))
                .anyMatch(entry -> entry.get("target").asText().equals("topic:hidden")
                        && entry.get("principal").asText().equals("User:gina")
                        && entry.get("host").asText().equals("127.0.0.1")
                        && entry.get("outcome").asText().equals("TOPIC_AUTHORIZATION_FAILED"));
    }

    @Test
    void secretsAreMaskedWhenTheConfigurationIsShown() {
        Execution.Finished shown = Execution.of(
                        Installation.withRuntime().script().toString(),
                        "config",
                        "--config",
                        directory.resolve("gossip.yaml").toString())
                .run(LIMIT)
                .expect(0);
        assertThat(shown.out()).contains("security.delegation_token.secret").doesNotContain("a secret that all");
    }
}
