package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.KafkaTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, ACLs and tokens by Apache Kafka's own tools, by an administrator who proves who he is. */
class KafkaSecurityToolsIT {
    @TempDir
    static Path directory;

    private static SecuredBroker broker;
    private static Path properties;

    @BeforeAll
    static void start() {
        broker = new SecuredBroker(directory).start();
        properties = broker.write(
                "admin.properties",
                SecuredBroker.login("SCRAM-SHA-256", "admin", SecuredBroker.ADMIN_PASSWORD).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n")));
    }

    @AfterAll
    static void stop() {
        broker.broker().stopCleanly();
        broker.close();
    }

    private static Execution.Finished run(String name, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--bootstrap-server", broker.saslAddress(), "--command-config", properties.toString()));
        all.addAll(List.of(arguments));
        return KafkaTool.run(name, all.toArray(String[]::new));
    }

    private static Execution.Finished user(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--entity-type", "users", "--entity-name", "erin"));
        all.addAll(List.of(arguments));
        return run("ConfigCommand", all.toArray(String[]::new));
    }

    private static void assertGetsIn(String mechanism, String password) {
        try (Admin admin = broker.sasl(mechanism, "erin", password).admin()) {
            assertThat(Clients.await(admin.describeCluster().nodes())).hasSize(1);
        }
    }

    private static void assertIsRefused(String mechanism, String password) {
        assertThatThrownBy(() -> assertGetsIn(mechanism, password))
                .isInstanceOf(SaslAuthenticationException.class)
                .hasMessage(
                        "Authentication failed during authentication due to invalid credentials with SASL mechanism "
                                + mechanism);
    }

    @Test
    void userIsCreatedShownAndDeleted() throws Exception {
        assertThat(user(
                                "--alter",
                                "--add-config",
                                "SCRAM-SHA-256=[iterations=8192,password=erins],SCRAM-SHA-512=[password=erins too]")
                        .expect(0)
                        .out())
                .contains("Completed updating config for user erin.");
        assertThat(user("--describe").expect(0).out())
                .contains("SCRAM credential configs for user-principal 'erin' are SCRAM-SHA-256=iterations=8192,"
                        + " SCRAM-SHA-512=iterations=4096");
        assertGetsIn("SCRAM-SHA-256", "erins");
        assertGetsIn("SCRAM-SHA-512", "erins too");
        assertIsRefused("SCRAM-SHA-256", "guess");
        assertIsRefused("SCRAM-SHA-512", "guess");

        user("--alter", "--delete-config", "SCRAM-SHA-256").expect(0);
        assertIsRefused("SCRAM-SHA-256", "erins");
        assertGetsIn("SCRAM-SHA-512", "erins too");
        user("--alter", "--delete-config", "SCRAM-SHA-512").expect(0);
        assertIsRefused("SCRAM-SHA-512", "erins too");
        assertThat(user("--describe").expect(0).out()).doesNotContain("iterations=");
        assertThat(Files.readString(directory.resolve("data/audit/audit.log")))
                .contains("erin")
                .doesNotContain("erins");
    }

    @Test
    void rulesAreAddedListedAndRemoved() {
        String[] rule = {"--allow-principal", "User:fred", "--operation", "Read", "--topic", "of-fred"};
        assertThat(acls("--add", rule))
                .contains("Adding ACLs for resource `ResourcePattern(resourceType=TOPIC, name=of-fred,"
                        + " patternType=LITERAL)`")
                .contains("(principal=User:fred, host=*, operation=READ, permissionType=ALLOW)");
        assertThat(acls("--list", "--topic", "of-fred"))
                .contains("Current ACLs for resource `ResourcePattern(resourceType=TOPIC, name=of-fred,"
                        + " patternType=LITERAL)`")
                .contains("(principal=User:fred, host=*, operation=READ, permissionType=ALLOW)");
        acls("--remove", "--force", "--allow-principal", "User:fred", "--operation", "Read", "--topic", "of-fred");
        assertThat(acls("--list", "--topic", "of-fred")).doesNotContain("User:fred");
    }

    private static String acls(String action, String... arguments) {
        List<String> all = new ArrayList<>(List.of(action));
        all.addAll(List.of(arguments));
        return run("AclCommand", all.toArray(String[]::new)).expect(0).out();
    }

    @Test
    void tokensAreCreatedShownAndEnded() {
        String created = run(
                        "DelegationTokenCommand",
                        "--create",
                        "--max-life-time-period",
                        "-1",
                        "--renewer-principal",
                        "User:gail")
                .expect(0)
                .out();
        assertThat(created).contains("TOKENID", "HMAC", "User:admin", "User:gail");
        String[] last = created.strip().lines().toList().getLast().split("\\s+");
        assertThat(run("DelegationTokenCommand", "--describe", "--owner-principal", "User:admin")
                        .expect(0)
                        .out())
                .contains(last[0]);
        assertThat(run("DelegationTokenCommand", "--expire", "--expiry-time-period", "-1", "--hmac", last[1])
                        .expect(0)
                        .out())
                .contains("Completed expire operation");
        assertThat(run("DelegationTokenCommand", "--describe", "--owner-principal", "User:admin")
                        .expect(0)
                        .out())
                .doesNotContain(last[0]);
    }
}
