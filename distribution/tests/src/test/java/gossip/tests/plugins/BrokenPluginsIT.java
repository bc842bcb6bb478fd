package gossip.tests.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that cannot be used keeps the broker from starting, and says which jar it is and why. */
class BrokenPluginsIT {
    private static final String SOURCE = """
        package broken;

        import gossip.api.plugin.GossipPlugin;
        import gossip.api.plugin.Registrar;

        public final class Broken implements GossipPlugin {
            public String name() { return "%s"; }
            public int apiVersion() { return %s; }
            public void register(Registrar registrar) { %s }
        }
        """;

    @TempDir
    private Path dataDir;

    private Installation installation;

    @BeforeEach
    void copy() {
        installation = Installation.copy();
    }

    @AfterEach
    void remove() {
        Installation.delete(installation.home());
    }

    @Test
    void throwingPluginIsNamedWithWhatItThrew() throws IOException {
        Path jar = install("broken", "GossipPlugin.API_VERSION", "throw new IllegalStateException(\"no licence\");");

        assertThat(refusal()).contains(jar.toString()).contains("no licence");
    }

    @Test
    void pluginForAnotherApiIsNamedWithBothVersions() throws IOException {
        Path jar = install("broken", "4711", "");

        assertThat(refusal()).contains(jar.toString()).contains("4711");
    }

    @Test
    void secondPluginOfANameIsNamedWithTheFirst() throws IOException {
        Path jar = install("kafka", "GossipPlugin.API_VERSION", "");

        assertThat(refusal()).contains(jar.toString()).contains("named kafka").contains("gossip-plugins-kafka");
    }

    @Test
    void jarWithoutAPluginIsNamed() throws IOException {
        Path folder = Files.createDirectories(installation.home().resolve("plugins/empty"));
        Files.copy(
                installation.home().resolve("lib/gossip-api-" + Installation.version() + ".jar"),
                folder.resolve("empty.jar"));

        assertThat(refusal()).contains("empty.jar").contains("gossip.api");
    }

    @Test
    void fileThatIsNoJarIsNamed() throws IOException {
        Path folder = Files.createDirectories(installation.home().resolve("plugins/torn"));
        Files.write(folder.resolve("torn.jar"), new byte[] {1, 2, 3});

        assertThat(refusal()).contains("torn.jar");
    }

    private Path install(String name, String apiVersion, String register) throws IOException {
        return PluginJar.ofSource("broken.Broken", SOURCE.formatted(name, apiVersion, register))
                .installInto(installation, "broken");
    }

    /** What the broker says when it does not start; the same is said by {@code gossip plugins}. */
    private String refusal() {
        try (PackagedBroker broker = PackagedBroker.of(installation, dataDir).launch()) {
            assertThat(broker.awaitExit()).isEqualTo(1);
            assertThat(broker.output()).startsWith("gossip: ").doesNotContain("\tat ");
            return broker.output();
        }
    }
}
