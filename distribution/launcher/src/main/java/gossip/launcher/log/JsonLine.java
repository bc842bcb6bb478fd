package gossip.launcher.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on one line for each record, with {@code time}, {@code level}, {@code thread}, {@code logger} and {@code
 * message}; {@code template} and {@code arguments} where the message has arguments, so that lines of one kind can be found;
 * {@code error} and {@code stack} where there is an exception.
 */
final class JsonLine implements LogLine {
    private final JsonFactory json = new JsonFactory();

    @Override
    public String of(LogRecord logged, String thread) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator object = json.createGenerator(line)) {
            object.writeStartObject();
            object.writeStringField("time", logged.getInstant().toString());
            object.writeStringField("level", LogLine.level(logged.getLevel()));
            object.writeStringField("thread", thread);
            object.writeStringField("logger", String.valueOf(logged.getLoggerName()));
            object.writeStringField("message", LogLine.message(logged));
            writeArguments(object, logged);
            writeError(object, logged.getThrown());
            object.writeEndObject();
        } catch (IOException e) {
            // memory does not fail
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    private static void writeArguments(JsonGenerator object, LogRecord logged) throws IOException {
        Object[] arguments = logged.getParameters();
        if (arguments == null || arguments.length == 0) {
            return;
        }
        object.writeStringField("template", logged.getMessage());
        object.writeArrayFieldStart("arguments");
        for (Object argument : arguments) {
            write(object, argument);
        }
        object.writeEndArray();
    }

    private static void write(JsonGenerator object, @Nullable Object argument) throws IOException {
        switch (argument) {
            case Long number -> object.writeNumber(number);
            case Integer number -> object.writeNumber(number);
            case Boolean flag -> object.writeBoolean(flag);
            case null, default -> object.writeString(String.valueOf(argument));
        }
    }

    private static void writeError(JsonGenerator object, @Nullable Throwable thrown) throws IOException {
        if (thrown == null) {
            return;
        }
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        object.writeStringField("error", thrown.toString());
        object.writeStringField("stack", stack.toString());
    }
}
