package gossip.tests.rules;

import gossip.api.metrics.Sample;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the page of all metrics, in Markdown. */
final class MetricsReference {
    private static final String INTRODUCTION = """
        # Metrics

        Generated from a broker that runs; do not edit.

        `GET /metrics` of the [REST port](observability.md) gives these in the format of Prometheus. Seconds and bytes are
        whole units. A counter (`_total`) only grows, while the broker runs; a histogram becomes `_bucket`, `_sum` and `_count`;
        a gauge is the value at the moment of asking. Figures with a label appear when there is something to be told.
        `gossip_limit` and `gossip_limit_used` tell of each limit and its use, named by the
        [setting](configuration.md) that changes it.

        | Metric | Kind | Labels | |
        |---|---|---|---|
        """;

    private MetricsReference() {}

    static String markdown(List<Sample> samples) {
        Map<String, Row> rows = new TreeMap<>();
        for (Sample sample : samples) {
            rows.computeIfAbsent(sample.name(), name -> new Row(kind(sample), sample.help(), new LinkedHashSet<>()))
                    .labels()
                    .addAll(sample.labels().byName().keySet());
        }
        StringBuilder page = new StringBuilder(INTRODUCTION);
        rows.forEach((name, row) -> page.append("| `")
                .append(name)
                .append("` | ")
                .append(row.kind())
                .append(" | ")
                .append(String.join(", ", row.labels()))
                .append(" | ")
                .append(row.help())
                .append(" |\n"));
        return page.toString();
    }

    private static String kind(Sample sample) {
        return switch (sample) {
            case Sample.Count count -> "counter";
            case Sample.Value value -> "gauge";
            case Sample.Spread spread -> "histogram";
        };
    }

    private record Row(String kind, String help, Set<String> labels) {}
}
