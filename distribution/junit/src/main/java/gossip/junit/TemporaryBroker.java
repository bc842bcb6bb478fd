package gossip.junit;

import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A broker with a directory that goes when it goes.
 *
 * @param gossip the broker
 * @param directory its files
 */
record TemporaryBroker(Gossip gossip, Path directory) implements AutoCloseable {
    static TemporaryBroker start(List<String> settings) {
        try {
            Path directory = Files.createTempDirectory("gossip-test");
            try {
                return new TemporaryBroker(Gossip.start(config(directory, settings)), directory);
            } catch (RuntimeException e) {
                delete(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GossipConfig config(Path directory, List<String> settings) {
        GossipConfig config = GossipConfig.in(directory);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a setting is written key=value, not " + setting);
            }
            config = config.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return config;
    }

    /** Creates {@code name} or {@code name:partitions}. */
    void createTopic(String topic) {
        int colon = topic.indexOf(':');
        if (colon < 0) {
            gossip.createTopic(topic, 1);
        } else {
            gossip.createTopic(topic.substring(0, colon), Integer.parseInt(topic.substring(colon + 1)));
        }
    }

    /** Stops the broker and deletes its files; they stay as evidence where it cannot be stopped in an orderly way. */
    @Override
    public void close() {
        gossip.close();
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
