package gossip.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard and the alerts ask for metrics that there are. */
class MonitoringTest {
    private static final Path FOLDER = Reactor.root().resolve("distribution/assembly/src/main/dist/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\bgossip_[a-z0-9_]+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gossip_[a-z0-9_]+)` \\| (counter|gauge|histogram) ");

    @Test
    void everyPanelAsksForMetricsThatThereAre() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(MonitoringTest::asksForMetricsThatThereAre);
        assertThat(dashboard.get("panels"))
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyAlertAsksForMetricsThatThereAreAndSaysWhatToDo() throws IOException {
        List<Map<String, Object>> rules = rules();

        assertThat(rules).hasSizeGreaterThan(5).allSatisfy(rule -> {
            String expression = (String) rule.get("expr");
            if (!expression.startsWith("up{")) {
                asksForMetricsThatThereAre(expression);
            }
            assertThat(rule.get("annotations"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("summary", "description");
        });
        assertThat(rules).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates();
    }

    private static void asksForMetricsThatThereAre(String expression) {
        Set<String> asked = METRIC.matcher(expression)
                .results()
                .map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).as(expression).isNotEmpty();
        assertThat(series()).as(expression).containsAll(asked);
    }

    /** What Prometheus has after a scrape. */
    private static Set<String> series() {
        Set<String> series = new TreeSet<>();
        ROW.matcher(read(Reactor.root().resolve("distribution/docs/metrics.md")))
                .results()
                .forEach(row -> {
                    String name = row.group(1);
                    if (row.group(2).equals("histogram")) {
                        series.addAll(Set.of(name + "_bucket", name + "_sum", name + "_count"));
                    } else {
                        series.add(name);
                    }
                });
        return series;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() {
        Map<String, List<Map<String, Object>>> file = (Map<String, List<Map<String, Object>>>)
                new Load(LoadSettings.builder().build()).loadFromString(read(FOLDER.resolve("prometheus-alerts.yml")));
        return file.get("groups").stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
