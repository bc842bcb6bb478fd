package gossip.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.core.config.ConfigException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayersTest {
    private static final Setting<String> ID =
            Setting.of("node.id", SettingType.TEXT, "gossip-1", "Name.").require(t -> !t.isEmpty(), "a name");
    private static final Setting<Long> SIZE = Setting.of("storage.segment_size", SettingType.SIZE, 1L << 30, "Size.");
    private static final Setting<Duration> TIMEOUT =
            Setting.of("network.read_timeout", SettingType.DURATION, Duration.ofSeconds(30), "Time.");
    private static final Setting<List<String>> NODES =
            Setting.of("cluster.initial_nodes", SettingType.LIST, List.of(), "Nodes.");
    private static final Setting<String> PASSWORD =
            Setting.of("tls.password", SettingType.TEXT, "", "Password.").asSecret();
    private static final Setting<Integer> COUNT =
            Setting.of("tls.count", SettingType.INT, 3, "Count.").asSecret();
    private static final List<Setting<?>> ALL = List.of(ID, SIZE, TIMEOUT, NODES, PASSWORD, COUNT);

    @TempDir
    Path dir;

    @Test
    void withoutAnySourceEverythingHasItsDefault() {
        Configuration configuration = ConfigLayers.read(ConfigSources.NONE).resolve(ALL);

        assertThat(configuration.value(ID)).isEqualTo("gossip-1");
        assertThat(configuration.value(SIZE)).isEqualTo(1L << 30);
        assertThat(configuration.origin("node.id")).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void fileGivesValuesWithTheLinesTheyStandOn() throws IOException {
        Configuration configuration = resolve("""
            # a comment
            node:
              id: "n1"
            storage.segment_size: 64MB
            cluster:
              initial_nodes: ["a:1", "b:2"]
            network: {read_timeout: 5s}
            """);

        assertThat(configuration.value(ID)).isEqualTo("n1");
        assertThat(configuration.origin("node.id").label()).isEqualTo("gossip.yaml:3");
        assertThat(configuration.value(SIZE)).isEqualTo(64L << 20);
        assertThat(configuration.origin("storage.segment_size").label()).isEqualTo("gossip.yaml:4");
        assertThat(configuration.value(NODES)).containsExactly("a:1", "b:2");
        assertThat(configuration.value(TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void listMayBeWrittenOnLinesOrWithCommas() throws IOException {
        assertThat(resolve("cluster:\n  initial_nodes:\n    - a:1\n    - b:2\n").value(NODES))
                .containsExactly("a:1", "b:2");
        assertThat(resolve("cluster:\n  initial_nodes: a:1, b:2\n").value(NODES))
                .containsExactly("a:1", "b:2");
    }

    @Test
    void environmentWinsOverFileAndOverrideOverBoth() throws IOException {
        Path file = write("node:\n  id: from-file\nstorage:\n  segment_size: 1MB\nnetwork:\n  read_timeout: 1s\n");
        ConfigSources sources = new ConfigSources(
                        Optional.of(file),
                        Map.of("GOSSIP_NODE_ID", "from-env", "GOSSIP_STORAGE_SEGMENT_SIZE", "2MB"),
                        List.of())
                .with("--set", "node.id", "first")
                .with("--set", "node.id", "last");

        Configuration configuration = ConfigLayers.read(sources).resolve(ALL);

        assertThat(configuration.value(ID)).isEqualTo("last");
        assertThat(configuration.origin("node.id").label()).isEqualTo("--set");
        assertThat(configuration.value(SIZE)).isEqualTo(2L << 20);
        assertThat(configuration.origin("storage.segment_size").label())
                .isEqualTo("environment GOSSIP_STORAGE_SEGMENT_SIZE");
        assertThat(configuration.value(TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void allProblemsAreReportedTogetherWithTheirPlaces() throws IOException {
        Path file = write("""
            node:
              idd: x
              id:
            storage:
              segment_size: [1GB]
            network:
              read_timeout: soon
              read_timeout: 1s
            """);
        ConfigSources sources = new ConfigSources(Optional.of(file), Map.of("GOSSIP_NODE_IDD", "x"), List.of())
                .with("--set", "segment_size", "1GB");

        List<Problem> problems = problems(sources);

        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "gossip.yaml:8: network.read_timeout was given in line 7 already",
                        "gossip.yaml:2: there is no setting node.idd; the nearest is node.id",
                        "gossip.yaml:3: node.id has no value",
                        "gossip.yaml:5: storage.segment_size is a list: expected size",
                        "gossip.yaml:7: network.read_timeout is \"soon\": expected a duration with a unit such as"
                                + " 100ms, 30s, 5m, 12h or 7d, or -1 for no limit",
                        "--set: there is no setting segment_size; the nearest is storage.segment_size",
                        "environment GOSSIP_NODE_IDD: there is no setting of that name; the nearest is GOSSIP_NODE_ID");
    }

    @Test
    void messageOfSeveralProblemsListsThemAll() {
        ConfigSources sources = ConfigSources.NONE.with("--set", "node.id", "").with("--set", "network.timeout", "1s");

        var failure = catchThrowableOfType(
                ConfigException.class, () -> ConfigLayers.read(sources).resolve(ALL));

        assertThat(failure).hasMessage("""
            the configuration has 2 problems:
              --set: node.id is "": expected a name
              --set: there is no setting network.timeout; the nearest is network.read_timeout\
            """);
    }

    @Test
    void sectionWithoutLinesIsNotAProblem() throws IOException {
        assertThat(resolve("node:\n#  id: x\nstorage:\n  segment_size: 1KB\n").value(SIZE))
                .isEqualTo(1024);
    }

    @Test
    void emptyFileIsAConfiguration() throws IOException {
        assertThat(resolve("").value(ID)).isEqualTo("gossip-1");
        assertThat(resolve("# nothing yet\n").value(ID)).isEqualTo("gossip-1");
    }

    @Test
    void brokenYamlNamesItsLine() throws IOException {
        List<Problem> problems =
                problems(new ConfigSources(Optional.of(write("node:\n  id: \"x\n")), Map.of(), List.of()));

        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("gossip.yaml:3: not valid YAML: "));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        List<Problem> problems =
                problems(new ConfigSources(Optional.of(dir.resolve("none.yaml")), Map.of(), List.of()));

        assertThat(problems)
                .containsExactly(new Problem(dir.resolve("none.yaml").toString(), "there is no such file"));
    }

    @Test
    void fileOfAnotherShapeIsRefused() throws IOException {
        assertThat(problemsOf("- a\n- b\n"))
                .containsExactly("gossip.yaml:1: expected sections such as 'node:' with settings below them");
        assertThat(problemsOf("? [a]\n: b\n")).containsExactly("gossip.yaml:1: expected the name of a setting");
        assertThat(problemsOf("node:\n  id:\n    deep: x\n"))
                .containsExactly("gossip.yaml:3: there is no setting node.id.deep; the nearest is node.id");
    }

    @Test
    void yamlThatGrowsByAliasesOrNamesClassesIsHarmless() throws IOException {
        assertThat(problemsOf("a: &a [x, x]\nb: [*a, *a]\n").getFirst()).contains("gossip.yaml: not valid YAML");
        assertThat(problemsOf("a: &a\n  b: *a\n").getFirst()).contains("gossip.yaml: not valid YAML");
        assertThat(resolve("node:\n  id: !!javax.script.ScriptEngineManager x\n")
                        .value(ID))
                .isEqualTo("x");
    }

    @Test
    void foreignVariablesOnlyGetAWarning() {
        Map<String, String> environment =
                Map.of("GOSSIP_SERVICE_PORT", "1", "GOSSIP_HOME", "/opt", "OTHER", "x", "GOSSIP_NODE_PORT", "tcp://1");

        Configuration configuration = ConfigLayers.read(new ConfigSources(Optional.empty(), environment, List.of()))
                .resolve(ALL);

        assertThat(configuration.warnings())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("is ignored: there is no setting of that name; the nearest is GOSSIP_"));
    }

    @Test
    void secretsAreNeverShown() {
        ConfigSources sources = ConfigSources.NONE.with("--set", "tls.password", "hunter2");
        ConfigSources bad = ConfigSources.NONE.with("--set", "tls.count", "hunter2");

        List<Configuration.Row> rows = ConfigLayers.read(sources).resolve(ALL).rows();

        assertThat(rows).noneMatch(row -> row.toString().contains("hunter2"));
        assertThat(rows)
                .filteredOn(row -> row.key().equals("tls.password"))
                .singleElement()
                .returns("******", Configuration.Row::value);
        assertThat(problems(bad)).noneMatch(problem -> problem.toString().contains("hunter2"));
    }

    @Test
    void oneSettingCanBeReadBeforeAllAreKnown() throws IOException {
        ConfigSources sources = new ConfigSources(
                Optional.of(write("node:\n  id: early\nunknown: x\n")), Map.of("GOSSIP_TLS_COUNT", "many"), List.of());
        ConfigLayers layers = ConfigLayers.read(sources);

        assertThat(layers.peek(ID)).isEqualTo("early");
        assertThat(layers.peek(COUNT)).isEqualTo(3);
        assertThat(layers.peek(SIZE)).isEqualTo(1L << 30);
    }

    @Test
    void referenceListsSettingsBySection() {
        String page = ConfigurationReference.markdown(ALL);

        assertThat(page)
                .contains("## storage\n", "| `storage.segment_size` | size | `1GB` | Size. |")
                .contains("| `tls.password` | text |  | Password. Never printed. |");
        assertThat(page.indexOf("## cluster")).isLessThan(page.indexOf("## node"));
    }

    private Configuration resolve(String yaml) throws IOException {
        return ConfigLayers.read(new ConfigSources(Optional.of(write(yaml)), Map.of(), List.of()))
                .resolve(ALL);
    }

    private List<String> problemsOf(String yaml) throws IOException {
        return problems(new ConfigSources(Optional.of(write(yaml)), Map.of(), List.of())).stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<Problem> problems(ConfigSources sources) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ConfigLayers.read(sources).resolve(ALL))
                .problems();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(dir.resolve("gossip.yaml"), yaml);
    }
}
