package gossip.tests.security;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A broker with a listener of each kind, ACLs, and one user who may do everything. */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN_PASSWORD = "admin-secret";

    private final Path directory;
    private final Authority authority;
    private final Authority.Issued server;
    private final int tls = FreePort.find();
    private final int mutual = FreePort.find();
    private final int sasl = FreePort.find();
    private final int saslTls = FreePort.find();
    private final PackagedBroker broker;

    SecuredBroker(Path directory) {
        this.directory = directory;
        this.authority = new Authority(directory);
        this.server = authority.issue("server", "/CN=localhost", 30);
        Path users = write("users", "# created at the first start\nadmin:" + ADMIN_PASSWORD + "\n");
        Path file = write("gossip.yaml", """
            node:
              data_dir: "%s"
            network:
              listeners:
                - name: kafka
                  bind_address: "127.0.0.1:%d"
                  protocol: sasl_plaintext
                  sasl_mechanisms: [SCRAM-SHA-256, SCRAM-SHA-512, PLAIN, OAUTHBEARER]
                - {name: tls, bind_address: "127.0.0.1:%d", protocol: tls}
                - name: mutual
                  bind_address: "127.0.0.1:%d"
                  protocol: tls
                  client_auth: required
                - name: outside
                  bind_address: "127.0.0.1:%d"
                  protocol: sasl_tls
                  sasl_mechanisms: [SCRAM-SHA-512, PLAIN]
            tls:
              certificate: "%s"
              key: "%s"
              client_authorities: "%s"
              principal_mapping_rules: "RULE:^CN=(.*?)$/$1/L,DEFAULT"
              reload_interval: 200ms
            security:
              authorizer: acl
              super_users: ["User:admin"]
              initial_users_file: "%s"
              delegation_token: {secret: "a secret that all brokers share"}
              oauth:
                jwks: "%s"
                issuer: "https://issuer.example"
                audience: [gossip]
              authentication: {max_session: 3s}
            """.formatted(
                        directory.resolve("data"),
                        sasl,
                        tls,
                        mutual,
                        saslTls,
                        server.certificate(),
                        server.key(),
                        authority.certificate(),
                        users,
                        directory.resolve("jwks.json")));
        this.broker = PackagedBroker.configuredBy(Installation.withRuntime(), file);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    Authority authority() {
        return authority;
    }

    Authority.Issued server() {
        return server;
    }

    PackagedBroker broker() {
        return broker;
    }

    SecuredBroker start() {
        broker.start();
        return this;
    }

    String saslAddress() {
        return "127.0.0.1:" + sasl;
    }

    String saslTlsAddress() {
        return "localhost:" + saslTls;
    }

    String tlsAddress() {
        return "localhost:" + tls;
    }

    int tlsPort() {
        return tls;
    }

    static Map<String, Object> login(String mechanism, String user, String password) {
        String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + "LoginModule required username=\"" + user
                        + "\" password=\"" + password + "\";");
    }

    private Map<String, Object> encrypted(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("security.protocol", more.isEmpty() ? "SSL" : "SASL_SSL");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", authority.certificate().toString());
        return properties;
    }

    Clients admin() {
        return sasl("SCRAM-SHA-256", "admin", ADMIN_PASSWORD);
    }

    Clients sasl(String mechanism, String user, String password) {
        return new Clients(saslAddress(), login(mechanism, user, password));
    }

    Clients saslTls(String mechanism, String user, String password) {
        return new Clients(saslTlsAddress(), encrypted(login(mechanism, user, password)));
    }

    Clients tls() {
        return new Clients(tlsAddress(), encrypted(Map.of()));
    }

    Clients mutual(Authority.Issued client) {
        Map<String, Object> properties = encrypted(Map.of());
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", client.keystore().toString());
        properties.put("ssl.keystore.password", Authority.PASSWORD);
        return new Clients("localhost:" + mutual, properties);
    }

    @Override
    public void close() {
        broker.close();
    }
}
