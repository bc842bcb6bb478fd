package gossip.junit;

import gossip.api.record.StoredRecord;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.PrintStream;
import java.nio.file.Path;

/** A broker inside a program: creates a topic, writes to it and reads it back. */
public final class EmbeddedExample {
    private EmbeddedExample() {}

    /**
     * Runs it.
     *
     * @param args directory of the broker's files
     */
    public static void main(String[] args) {
        run(Path.of(args.length > 0 ? args[0] : "data"), System.out);
    }

    static void run(Path dataDir, PrintStream out) {
        try (var gossip = Gossip.start(GossipConfig.in(dataDir))) {
            out.println("Kafka clients connect to " + gossip.bootstrapServers());
            if (gossip.broker().cluster().metadata().topic("greetings").isEmpty()) {
                gossip.createTopic("greetings", 1);
            }
            gossip.produce("greetings", "alice", "hello");
            gossip.produce("greetings", "bob", "good morning");
            for (StoredRecord record : gossip.consume("greetings", 0, 0, 100)) {
                out.println(record.offset() + " " + Gossip.text(record.key()) + ": " + Gossip.text(record.value()));
            }
        }
    }
}
