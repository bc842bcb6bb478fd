package gossip.core.topic;

import gossip.api.record.CompressionType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kafka's words for how a topic's batches are compressed. */
final class Codec {
    static final String PRODUCER = "producer";
    static final String UNCOMPRESSED = "uncompressed";
    static final List<String> WORDS = List.of(PRODUCER, UNCOMPRESSED, "gzip", "snappy", "lz4", "zstd");
    static final String EXPECTED = "one of " + String.join(", ", WORDS);

    private Codec() {}

    static boolean isKnown(String word) {
        return WORDS.contains(word);
    }

    static Optional<CompressionType> of(String word) {
        return switch (word) {
            case PRODUCER -> Optional.empty();
            case UNCOMPRESSED -> Optional.of(CompressionType.NONE);
            default -> Optional.of(CompressionType.valueOf(word.toUpperCase(Locale.ROOT)));
        };
    }
}
