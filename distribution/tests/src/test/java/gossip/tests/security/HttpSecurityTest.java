package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Endpoint;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in by HTTP, and what for, with curl as the client. */
@Timeout(90)
class HttpSecurityTest {
    private static final Map<String, String> USERS = Map.of(
            "security.authorizer", "acl",
            "security.super_users", "User:admin",
            "security.initial_users", "admin:secret,bob:password");

    @TempDir
    Path directory;

    private Gossip start(Map<String, String> settings) {
        GossipConfig config = GossipConfig.in(directory.resolve("data"));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = config.set(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, String> setting : USERS.entrySet()) {
            config = config.set(setting.getKey(), setting.getValue());
        }
        return Gossip.start(config);
    }

    private static void createTopic(Gossip gossip) {
        gossip.broker()
                .topics()
                .create(
                        RequestContext.INTERNAL,
                        List.of(new Topics.NewTopic("secret", 1, (short) 1, Map.of(), Map.of())),
                        false)
                .toCompletableFuture()
                .join();
    }

    /** Prints the body, and the status after it. */
    private static String curl(Gossip gossip, String scheme, String path, String... options) throws Exception {
        Endpoint door = gossip.endpoints().stream()
                .filter(endpoint -> endpoint.listener().equals("rest"))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "20", "-w", " %{http_code}"));
        command.addAll(List.of(options));
        command.add(scheme + "://localhost:" + door.port() + path);
        Process process = new ProcessBuilder(command).start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return text;
        }
    }

    @Test
    void clientsProveWhoTheyAreByTheAuthorizationHeader() throws Exception {
        try (Gossip gossip = start(Map.of("rest.protocol", "sasl_plaintext"))) {
            createTopic(gossip);

            assertThat(curl(gossip, "http", "/healthz")).endsWith(" 200");
            assertThat(curl(gossip, "http", "/v1/topics/secret", "-D", "-"))
                    .containsIgnoringCase("www-authenticate: Basic")
                    .endsWith(" 401");
            assertThat(curl(gossip, "http", "/v1/topics/secret", "-u", "admin:wrong"))
                    .endsWith(" 401");
            assertThat(curl(gossip, "http", "/v1/topics/secret", "-u", "admin:secret"))
                    .endsWith(" 200");
            assertThat(curl(gossip, "http", "/v1/topics/secret", "-u", "bob:password"))
                    .contains("TOPIC_AUTHORIZATION_FAILED")
                    .endsWith(" 403");
            assertThat(curl(gossip, "http", "/v1/topics", "-u", "bob:password")).startsWith("{\"topics\":[]");
            assertThat(curl(gossip, "http", "/metrics", "-u", "admin:secret"))
                    .contains("gossip_authentication_failures_total 1.0");
        }
    }

    @Test
    void bodyOfAStrangerIsNotRead() throws Exception {
        try (Gossip gossip = start(Map.of("rest.protocol", "sasl_plaintext"))) {
            createTopic(gossip);
            String body = "{\"records\":[{\"value\":1}]}";

            String answer = curl(
                    gossip,
                    "http",
                    "/v1/topics/secret/records",
                    "-H",
                    "content-type: application/json",
                    "-H",
                    "expect: 100-continue",
                    "-D",
                    "-",
                    "-d",
                    body);

            assertThat(answer).doesNotContain("100 Continue").endsWith(" 401");
            assertThat(curl(gossip, "http", "/v1/topics/secret", "-u", "admin:secret"))
                    .contains("\"high_watermark\":0");
        }
    }

    @Test
    void certificateSaysWhoAClientIs() throws Exception {
        Authority authority = new Authority(directory);
        Authority.Issued server = authority.issue("server", "/CN=localhost", 30);
        Authority.Issued admin = authority.issue("admin", "/CN=admin", 30);
        Map<String, String> settings = Map.of(
                "rest.protocol",
                "tls",
                "rest.client_auth",
                "requested",
                "tls.certificate",
                server.certificate().toString(),
                "tls.key",
                server.key().toString(),
                "tls.client_authorities",
                authority.certificate().toString(),
                "tls.principal_mapping_rules",
                "RULE:^CN=(.*?)$/$1/L,DEFAULT");
        try (Gossip gossip = start(settings)) {
            createTopic(gossip);
            String trust = authority.certificate().toString();

            assertThat(curl(gossip, "https", "/v1/topics/secret", "--cacert", trust))
                    .endsWith(" 403");
            assertThat(curl(
                            gossip,
                            "https",
                            "/v1/topics/secret",
                            "--cacert",
                            trust,
                            "--cert",
                            admin.certificate().toString(),
                            "--key",
                            admin.key().toString()))
                    .endsWith(" 200");
        }
    }
}
