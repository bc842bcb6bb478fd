package gossip.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    private final JsonLine format = new JsonLine();

    @Test
    void recordIsOneObjectOnOneLine() throws IOException {
        LogRecord logged = logged(Level.WARNING, "cannot read {0}: \"{1}\"\n{2}");
        logged.setParameters(new Object[] {"a\u0007b", "\u00e4\ud83d\ude00", 1_234_567L});

        String line = format.of(logged, "gossip-shard-0");

        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        Map<String, List<String>> object = parsed(line);
        assertThat(object)
                .containsEntry("time", List.of("2026-11-23T19:18:03Z"))
                .containsEntry("level", List.of("WARN"))
                .containsEntry("thread", List.of("gossip-shard-0"))
                .containsEntry("logger", List.of("gossip.launcher.Launcher"))
                .containsEntry("template", List.of("cannot read {0}: \"{1}\"\n{2}"))
                .containsEntry("arguments", List.of("a\u0007b", "\u00e4\ud83d\ude00", "1234567"))
                .doesNotContainKey("error");
        assertThat(object.get("message")).singleElement().asString().startsWith("cannot read a\u0007b: \"\u00e4");
    }

    @Test
    void exceptionStandsInTheObject() throws IOException {
        LogRecord logged = logged(Level.SEVERE, "broken");
        logged.setThrown(new IllegalStateException("boom"));

        Map<String, List<String>> object = parsed(format.of(logged, "main"));

        assertThat(object)
                .containsEntry("error", List.of("java.lang.IllegalStateException: boom"))
                .doesNotContainKey("arguments");
        assertThat(object.get("stack")).singleElement().asString().contains("\tat gossip.launcher");
    }

    /** Values by field name; those of an array are several. */
    private static Map<String, List<String>> parsed(String line) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            String field = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field = parser.currentName();
                } else if (token.isScalarValue()) {
                    values.computeIfAbsent(field, name -> new ArrayList<>()).add(parser.getText());
                }
            }
        }
        return values;
    }

    private static LogRecord logged(Level level, String message) {
        LogRecord logged = new LogRecord(level, message);
        logged.setLoggerName("gossip.launcher.Launcher");
        logged.setInstant(Instant.parse("2026-11-23T19:18:03Z"));
        return logged;
    }
}
