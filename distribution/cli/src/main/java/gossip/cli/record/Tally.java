package gossip.cli.record;

import gossip.cli.terminal.Amounts;
import gossip.cli.terminal.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What became of the records: acknowledged or failed. Written by the main thread and by the producer's; the first failures
 * are kept in words.
 */
final class Tally {
    private static final int KEPT_FAILURES = 3;

    private long acknowledged;
    private long acknowledgedBytes;
    private long failed;
    private boolean unreachable;
    private final List<String> firstFailures = new ArrayList<>();
    private Optional<Exception> fatal = Optional.empty();

    synchronized void acknowledged(int sizeBytes) {
        acknowledged++;
        acknowledgedBytes += sizeBytes;
    }

    synchronized void failed(long line, String why) {
        failed++;
        if (firstFailures.size() < KEPT_FAILURES) {
            firstFailures.add("line " + line + ": " + why);
        }
    }

    /** Counts a failure. One that says nothing about the record itself would befall the next records too. */
    synchronized void failed(long line, Exception why) {
        failed(line, String.valueOf(why.getMessage()));
        unreachable |= why instanceof TimeoutException || why instanceof DisconnectException;
        if (fatal.isEmpty() && !(why instanceof RecordTooLargeException) && !(why instanceof InvalidRecordException)) {
            fatal = Optional.of(why);
        }
    }

    /** The failure after which it is no use to go on. */
    synchronized Optional<Exception> fatal() {
        return fatal;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long acknowledgedBytes() {
        return acknowledgedBytes;
    }

    synchronized int exitCode() {
        if (failed == 0) {
            return ExitCode.OK;
        }
        return unreachable ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    synchronized String text(String topic, Duration elapsed) {
        StringBuilder text = new StringBuilder();
        firstFailures.forEach(failure -> text.append("gossip: ").append(failure).append('\n'));
        text.append("produced ").append(Amounts.count(acknowledged, "record"));
        text.append(" (")
                .append(Amounts.size(acknowledgedBytes))
                .append(") to ")
                .append(topic);
        text.append(" in ").append(Amounts.seconds(elapsed));
        if (failed > 0) {
            text.append("; ").append(Amounts.count(failed, "record")).append(" FAILED");
        }
        return text.toString();
    }

    synchronized Map<String, Object> object(String topic, Duration elapsed) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("topic", topic);
        object.put("records", acknowledged);
        object.put("bytes", acknowledgedBytes);
        object.put("failed", failed);
        object.put("failures", List.copyOf(firstFailures));
        object.put("seconds", elapsed.toMillis() / 1000.0);
        return object;
    }
}
