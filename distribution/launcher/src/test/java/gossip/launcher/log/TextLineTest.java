package gossip.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class TextLineTest {
    @Test
    void recordIsOneLine() {
        LogRecord logged = logged(Level.INFO, "{0} of {1}");
        logged.setParameters(new Object[] {"a", "b"});

        assertThat(new TextLine().of(logged, "main"))
                .isEqualTo("2026-11-23T19:18:03.000Z INFO  main Launcher: a of b\n");
    }

    @Test
    void textWithoutParametersIsKeptAsItIs() {
        assertThat(new TextLine().of(logged(Level.WARNING, "it's {odd}"), "main"))
                .endsWith("WARN  main Launcher: it's {odd}\n");
    }

    @Test
    void traceFollowsAtWarningAndAbove() {
        LogRecord error = logged(Level.SEVERE, "broken");
        error.setThrown(new IllegalStateException("boom"));
        LogRecord info = logged(Level.INFO, "odd");
        info.setThrown(new IllegalStateException("boom"));

        assertThat(new TextLine().of(error, "main"))
                .contains("ERROR main Launcher: broken\njava.lang.IllegalStateException: boom\n\tat ");
        assertThat(new TextLine().of(info, "main"))
                .endsWith("INFO  main Launcher: odd\n  java.lang.IllegalStateException: boom\n");
    }

    private static LogRecord logged(Level level, String message) {
        LogRecord logged = new LogRecord(level, message);
        logged.setLoggerName("gossip.launcher.Launcher");
        logged.setInstant(Instant.parse("2026-11-23T19:18:03Z"));
        return logged;
    }
}
