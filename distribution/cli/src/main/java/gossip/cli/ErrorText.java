package gossip.cli;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.core.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * An error as one line that says what to do next.
 *
 * @param exitCode one of {@link ExitCode}
 * @param line without the program's name
 */
record ErrorText(int exitCode, String line) {

    static ErrorText of(Exception error) {
        return switch (error) {
            case Failure failure -> new ErrorText(failure.exitCode(), message(failure));
            case UnknownTopicOrPartitionException e ->
                new ErrorText(
                        ExitCode.NOT_FOUND,
                        "the topic or partition does not exist; see gossip topic list, or create it with gossip topic"
                                + " create");
            case GroupIdNotFoundException e ->
                new ErrorText(ExitCode.NOT_FOUND, "the group does not exist; those that do: gossip group list");
            case TopicExistsException e ->
                new ErrorText(ExitCode.FAILED, message(e) + " Use --if-not-exists if that is fine.");
            case TimeoutException e ->
                new ErrorText(
                        ExitCode.UNREACHABLE,
                        "the cluster did not answer in time (" + message(e)
                                + "); see its log, or raise --request-timeout");
            case DisconnectException e ->
                new ErrorText(ExitCode.UNREACHABLE, "the broker closed the connection; see its log");
            case AuthenticationException e ->
                new ErrorText(
                        ExitCode.FAILED,
                        "not authenticated: " + message(e) + " Give credentials with --client-config.");
            case AuthorizationException e -> new ErrorText(ExitCode.FAILED, "not authorized: " + message(e));
            case UnsupportedVersionException e ->
                new ErrorText(ExitCode.FAILED, "this cluster does not support it: " + message(e));
            case KafkaException e -> new ErrorText(ExitCode.FAILED, message(e));
            case StartException e -> new ErrorText(ExitCode.FAILED, String.valueOf(e.getMessage()));
            case UncheckedIOException e -> new ErrorText(ExitCode.FAILED, message(e));
            case IOException e -> new ErrorText(ExitCode.FAILED, message(e));
            default ->
                new ErrorText(ExitCode.FAILED, "unexpected " + error + "; run it again with --verbose for details");
        };
    }

    private static String message(Exception error) {
        String message = error.getMessage();
        Throwable cause = error.getCause();
        if (cause != null && cause.getMessage() != null && (message == null || message.startsWith("Failed to"))) {
            message = (message == null ? "" : message + ": ") + cause.getMessage();
        }
        return message == null ? error.getClass().getSimpleName() : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
