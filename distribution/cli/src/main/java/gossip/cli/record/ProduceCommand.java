package gossip.cli.record;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Output;
import gossip.cli.terminal.Progress;
import gossip.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Produces one record for each line of the input. */
@Command(
        name = "produce",
        description = {
            "Produce one record for each line of standard input or of a file.",
            "Every record is acknowledged by all in-sync replicas, once and in order."
        })
public final class ProduceCommand implements Callable<Integer> {
    private static final int BATCH_BYTES = 256 * 1024;

    private final Terminal terminal;
    private final Tally tally = new Tally();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the lines from this file.")
    private @Nullable Path file;

    @Option(
            names = {"-k", "--key-separator"},
            paramLabel = "TEXT",
            description = "What stands before its first occurrence in a line is the record's key.")
    private @Nullable String keySeparator;

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "The partition (default: by the key, or spread).")
    private @Nullable Integer partition;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "KEY=VALUE",
            description = "A header for every record; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = {"-z", "--compression"},
            paramLabel = "none|gzip|snappy|lz4|zstd",
            defaultValue = "none",
            description = "Compression of the batches (default: none).")
    private String compression = "none";

    @Option(
            names = "--null-value",
            paramLabel = "TEXT",
            description = "A value that is exactly this text becomes a null value, which deletes the key in a compacted"
                    + " topic.")
    private @Nullable String nullValue;

    @Option(
            names = "--max-line",
            paramLabel = "SIZE",
            defaultValue = "64MB",
            converter = SizeConverter.class,
            description = "Longest line to accept (default: 64MB). The topic's own limit is max.message.bytes.")
    private int maxLineBytes = 64 << 20;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public ProduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (file != null && !Files.isReadable(file)) {
            throw new Failure(ExitCode.USAGE, "--file " + file + ": there is no such file, or it may not be read");
        }
        requireTopic();
        Progress progress = new Progress(terminal, "produced", file == null ? -1 : Files.size(file));
        try (InputStream in = file == null ? terminal.in() : Files.newInputStream(file);
                KafkaProducer<byte[], byte[]> producer = connection.producer(producerProperties())) {
            Interruption interruption = Interruption.runOnInterrupt(() -> {
                producer.flush();
                progress.clear();
                report(progress);
            });
            sendAll(new LineSource(in, maxLineBytes), producer, progress);
            producer.flush();
            interruption.disarm();
        }
        progress.clear();
        report(progress);
        return tally.exitCode();
    }

    /** A producer would wait a minute for a topic that does not exist, or create it by a spelling mistake. */
    private void requireTopic() {
        try (Admin admin = connection.admin()) {
            Answers.await(admin.describeTopics(List.of(topic)).allTopicNames());
        }
    }

    private Map<String, Object> producerProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("compression.type", compression);
        properties.put("linger.ms", 5);
        properties.put("batch.size", BATCH_BYTES);
        // A record has an overhead, and its key and headers count too.
        properties.put("max.request.size", maxLineBytes + (1 << 20));
        // Less than one batch would make every send fail.
        properties.put("buffer.memory", Math.max(2L * maxLineBytes, 32L << 20));
        return properties;
    }

    private void sendAll(LineSource lines, KafkaProducer<byte[], byte[]> producer, Progress progress)
            throws IOException {
        LineParser parser = new LineParser(topic, partition, bytes(keySeparator), bytes(nullValue), headerList());
        long sentBytes = 0;
        while (tally.fatal().isEmpty()) {
            Optional<byte[]> line = lines.next();
            if (line.isEmpty()) {
                return;
            }
            long number = lines.lineNumber();
            Optional<ProducerRecord<byte[], byte[]>> record = parser.parse(line.get());
            if (record.isEmpty()) {
                tally.failed(number, "the key separator \"" + keySeparator + "\" is missing");
            } else {
                send(producer, record.get(), number, line.get().length);
            }
            sentBytes += line.get().length + 1;
            progress.update(number, sentBytes);
        }
        terminal.err().println("gossip: stopped after line " + lines.lineNumber() + " of the input");
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, long line, int sizeBytes) {
        try {
            producer.send(record, (metadata, error) -> {
                if (error == null) {
                    tally.acknowledged(sizeBytes);
                } else {
                    tally.failed(line, error);
                }
            });
            if (sizeBytes >= BATCH_BYTES) {
                // alone in its batch: if it is too large, the client would forever split it from a short one that fits
                // in too
                producer.flush();
            }
        } catch (KafkaException e) {
            tally.failed(line, e);
        }
    }

    private void report(Progress progress) {
        String text = tally.text(topic, progress.elapsed());
        if (connection.output() == Output.JSON) {
            Output.JSON.show(terminal, text, tally.object(topic, progress.elapsed()));
        } else {
            terminal.err().println(text);
        }
    }

    private List<Header> headerList() {
        List<Header> list = new ArrayList<>();
        headers.forEach((key, value) -> list.add(new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8))));
        return list;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : Escapes.unescape(text).getBytes(StandardCharsets.UTF_8);
    }
}
