package gossip.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metrics.Sample;
import gossip.api.security.Principal;
import gossip.core.metrics.MetricsRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final RequestContext CLIENT =
            new RequestContext(new Principal("User", "al\"ice\n"), "c", "10.0.0.1", "kafka");

    @TempDir
    Path directory;

    private AuditLog log(Map<Setting<?>, Object> settings, MetricsRegistry metrics) {
        Settings effective = new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) settings.getOrDefault(setting, setting.defaultValue());
            }
        };
        return AuditLog.in(directory, effective, metrics, () -> Instant.ofEpochMilli(0));
    }

    @Test
    void nothingIsWrittenBeforeThereIsSomethingToNote() throws Exception {
        log(Map.of(), new MetricsRegistry()).close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void entryIsOneLineOfJson() throws Exception {
        AuditLog log = log(Map.of(), new MetricsRegistry());
        log.note(CLIENT, "CREATE_TOPIC", "topic:t", ErrorCode.NONE, "");
        log.note(CLIENT, "WRITE", "topic:u", ErrorCode.TOPIC_AUTHORIZATION_FAILED, "not authorized");
        log.close();
        assertThat(Files.readAllLines(directory.resolve("audit/audit.log")))
                .containsExactly(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"principal\":\"User:al\\\"ice\\n"
                            + "\",\"host\":\"10.0.0.1\","
                            + "\"listener\":\"kafka\",\"clientId\":\"c\",\"action\":\"CREATE_TOPIC\",\"target\":\"topic:t\","
                            + "\"outcome\":\"DONE\"}",
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"principal\":\"User:al\\\"ice\\n"
                            + "\",\"host\":\"10.0.0.1\","
                            + "\"listener\":\"kafka\",\"clientId\":\"c\",\"action\":\"WRITE\",\"target\":\"topic:u\",\"outcome\":\"TOPIC_AUTHORIZATION_FAILED\",\"reason\":\"not"
                            + " authorized\"}");
    }

    @Test
    void fullFilesArePutAsideAndTheOldestGo() throws Exception {
        AuditLog log = log(Map.of(AuditSettings.FILE_SIZE, 4096L, AuditSettings.FILES, 3), new MetricsRegistry());
        for (int i = 0; i < 200; i++) {
            log.note(CLIENT, "A", "target:" + i, ErrorCode.NONE, "");
        }
        log.close();
        try (Stream<Path> files = Files.list(directory.resolve("audit"))) {
            List<Path> kept = files.toList();
            assertThat(kept)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("audit.log", "audit.log.1", "audit.log.2");
            assertThat(kept).allMatch(file -> file.toFile().length() <= 4096);
        }
        assertThat(Files.readString(directory.resolve("audit/audit.log"))).contains("target:199");
    }

    @Test
    void entriesThatCannotBeWrittenAreCounted() throws Exception {
        Files.writeString(directory.resolve("audit"), "in the way");
        MetricsRegistry metrics = new MetricsRegistry();
        AuditLog log = log(Map.of(), metrics);
        log.note(CLIENT, "A", "t", ErrorCode.NONE, "");
        log.close();
        assertThat(metrics.snapshot())
                .anyMatch(sample -> sample instanceof Sample.Count(String name, var help, var labels, long count)
                        && name.equals("gossip_audit_dropped_total")
                        && count == 1);
    }

    @Test
    void textsOfClientsAreCutBeforeTheyWait() {
        String text = "a".repeat(252) + "\uD83D\uDE00" + "b".repeat(30_000);
        RequestContext client = new RequestContext(new Principal("User", text), text, "10.0.0.1", "kafka");
        AuditEntry entry = new AuditEntry(Instant.EPOCH, client, "READ", text, ErrorCode.NONE, text);
        String cut = "a".repeat(252) + "...";
        assertThat(entry.target()).isEqualTo(cut);
        assertThat(entry.reason()).isEqualTo(cut);
        assertThat(entry.context()).isEqualTo(new RequestContext(new Principal("User", cut), cut, "10.0.0.1", "kafka"));
        String whole = "c".repeat(256);
        assertThat(new AuditEntry(Instant.EPOCH, CLIENT, "READ", whole, ErrorCode.NONE, "").target())
                .isEqualTo(whole);
    }
}
