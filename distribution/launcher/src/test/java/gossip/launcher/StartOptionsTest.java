package gossip.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.core.StartException;
import gossip.core.config.ConfigSources.Override;
import gossip.core.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartOptionsTest {
    @TempDir
    Path temp;

    @Test
    void argumentsTakeTheirValueBehindAnEqualsSignOrInTheNextArgument() {
        StartOptions options = StartOptions.parse(
                List.of("--config", "a.yaml", "--data-dir=/d", "--set", "x.y=1=2", "--plugins-dir", "p"), Map.of());

        assertThat(options.config()).contains(Path.of("a.yaml"));
        assertThat(options.settings())
                .containsExactly(
                        new Override("--data-dir", "node.data_dir", "/d"),
                        new Override("--set", "x.y", "1=2"),
                        new Override("--plugins-dir", "plugins.dir", "p"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> StartOptions.parse(List.of("--port", "1"), Map.of()))
                .hasMessageStartingWith("unknown argument --port\nusage: gossip start");
        assertThatThrownBy(() -> StartOptions.parse(List.of("--config"), Map.of()))
                .hasMessageStartingWith("--config needs a value");
        assertThatThrownBy(() -> StartOptions.parse(List.of("--set", "node.id"), Map.of()))
                .hasMessageStartingWith("--set needs KEY=VALUE, not node.id");
    }

    @Test
    void fileIsTheOneNamedElseThatOfTheEnvironmentElseThatOfTheInstallation() throws IOException {
        Path installed = Files.writeString(
                Files.createDirectory(temp.resolve("config")).resolve("gossip.yaml"), "node:\n  id: installed\n");
        Map<String, String> home = Map.of("GOSSIP_HOME", temp.toString());
        Map<String, String> both = Map.of("GOSSIP_HOME", temp.toString(), "GOSSIP_CONFIG", "e.yaml");

        assertThat(StartOptions.parse(List.of(), home).configFile()).contains(installed);
        assertThat(StartOptions.parse(List.of(), both).configFile()).contains(Path.of("e.yaml"));
        assertThat(StartOptions.parse(List.of("--config=n.yaml"), both).configFile())
                .contains(Path.of("n.yaml"));
        assertThat(StartOptions.parse(List.of(), home).installedPlugins()).contains(temp.resolve("plugins"));
    }

    @Test
    void configurationNamesTheSourceOfEachValue() throws IOException {
        Path file = Files.writeString(temp.resolve("gossip.yaml"), "node:\n  id: n7\n");
        StartOptions options = StartOptions.parse(
                List.of("--config", file.toString(), "--data-dir", "/d"),
                Map.of("GOSSIP_STORAGE_SEGMENT_SIZE", "64MB"));

        List<Configuration.Row> rows = Launcher.configuration(options);

        assertThat(rows)
                .extracting(row -> row.key() + " = " + row.value() + " from " + row.source())
                .contains(
                        "node.id = n7 from gossip.yaml:2",
                        "node.data_dir = /d from --data-dir",
                        "storage.segment_size = 64MB from environment GOSSIP_STORAGE_SEGMENT_SIZE",
                        "log.level = info from default");
    }

    @Test
    void configurationThatIsWrongIsRefused() {
        StartOptions options = StartOptions.parse(List.of("--set", "node.idd=x"), Map.of());

        assertThatThrownBy(() -> Launcher.configuration(options))
                .isInstanceOf(StartException.class)
                .hasMessage("--set: there is no setting node.idd; the nearest is node.id");
    }

    @Test
    void pluginsOfTheCoreAreListed() {
        assertThat(Launcher.plugins(StartOptions.parse(List.of(), Map.of())))
                .filteredOn(plugin -> plugin.name().equals("core"))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.provides())
                        .extracting(offer -> offer.spi() + " " + offer.name() + " " + offer.used())
                        .contains("GroupStore topic true"));
    }
}
