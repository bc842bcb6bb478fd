package gossip.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.record.NewRecord;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import gossip.core.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that were dropped into the directory of a whole broker. */
class PluginInBrokerTest {
    private static final NewRecord RECORD = NewRecord.of(0, "k", "v");

    @TempDir
    Path temp;

    @Test
    void interceptorRefusesRecordsWithItsReason() throws IOException {
        install("filter.Filter", """
            registrar.provide(RecordInterceptor.class, "filter", context -> (request, partition, batch) ->
                batch.recordCount() > 1
                    ? new RecordInterceptor.Verdict.Refuse("one at a time, please")
                    : RecordInterceptor.Verdict.ACCEPT);
            """);
        try (Gossip gossip = Gossip.start(config())) {
            gossip.createTopic("t", 1);
            gossip.produce("t", "k", "v");

            assertThatThrownBy(() -> gossip.produce("t", 0, List.of(RECORD, RECORD)))
                    .isInstanceOfSatisfying(BrokerException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RECORD);
                        assertThat(e).hasMessageContaining("one at a time, please");
                    });
            assertThat(gossip.consume("t", 0, 0, 10)).hasSize(1);
        }
    }

    @Test
    void authorizerRefusesWhatItDoesNotAllow() throws IOException {
        install("acl.Acl", """
            registrar.provide(Authorizer.class, "acl", context ->
                (request, operation, resource) -> operation != Operation.WRITE);
            """);
        try (Gossip gossip = Gossip.start(config())) {
            gossip.createTopic("t", 1);

            assertThatThrownBy(() -> gossip.produce("t", "k", "v"))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
        }
    }

    @Test
    void disabledPluginIsNotUsed() throws IOException {
        install("acl.Acl", """
            registrar.provide(Authorizer.class, "acl", context -> (request, operation, resource) -> false);
            """);
        try (Gossip gossip = Gossip.start(config().set("plugins.disabled", "acl"))) {
            gossip.createTopic("t", 1);

            assertThat(gossip.produce("t", "k", "v").offset()).isZero();
        }
    }

    @Test
    void pluginThatCannotBeLoadedKeepsTheBrokerFromStarting() throws IOException {
        install("acl.Acl", "throw new IllegalStateException(\"no key file\");");

        assertThatThrownBy(() -> Gossip.start(config()))
                .isInstanceOf(StartException.class)
                .hasMessage(temp.resolve("plugins/acl/acl.jar")
                        + ": acl.Acl failed: java.lang.IllegalStateException: no key file");
        assertThat(temp.resolve("data")).doesNotExist();
    }

    @Test
    void stopWithAFailureIsNotMarkedAsOrderly() throws IOException {
        install("stuck.Stuck", """
            registrar.provide(gossip.api.network.NetworkServer.class, "stuck", context ->
                new gossip.api.network.NetworkServer() {
                    public java.util.List<Endpoint> bind() { return java.util.List.of(); }
                    public void serve(gossip.api.broker.Broker broker) { }
                    public void close() { throw new IllegalStateException("stuck"); }
                });
            """);
        Gossip gossip = Gossip.start(config());

        assertThatThrownBy(gossip::close).hasMessageContaining("stuck");
        assertThat(temp.resolve("data/node.properties")).exists();
        assertThat(temp.resolve("data/clean-shutdown")).doesNotExist();
    }

    private void install(String className, String register) throws IOException {
        String name = className.substring(0, className.indexOf('.'));
        String simple = className.substring(className.indexOf('.') + 1);
        new PluginJar(temp.resolve("work"))
                .source(className, """
                    import gossip.api.*;
                    import gossip.api.plugin.*;
                    import gossip.api.security.*;
                    public class %s implements GossipPlugin {
                        public String name() { return "%s"; }
                        public int apiVersion() { return GossipPlugin.API_VERSION; }
                        public void register(Registrar registrar) { %s }
                    }
                    """.formatted(simple, name, register))
                .service(className)
                .to(temp.resolve("plugins").resolve(name).resolve(name + ".jar"));
    }

    private GossipConfig config() {
        return GossipConfig.in(temp.resolve("data"))
                .plugins(temp.resolve("plugins"))
                .set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory");
    }
}
