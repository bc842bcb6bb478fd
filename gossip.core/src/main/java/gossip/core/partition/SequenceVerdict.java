package gossip.core.partition;

/** What a producer's sequence numbers say about a batch (KIP-98, KIP-360). */
public sealed interface SequenceVerdict {
    /** It is the next one. */
    Fresh FRESH = new Fresh();

    /** It is the next one. */
    record Fresh() implements SequenceVerdict {}

    /**
     * It has been appended before.
     *
     * @param baseOffset where it went
     * @param timestampMs its largest timestamp as stored
     */
    record Duplicate(long baseOffset, long timestampMs) implements SequenceVerdict {}

    /**
     * Batches before it are missing, or it is older than what is remembered.
     *
     * @param message for a person
     */
    record OutOfOrder(String message) implements SequenceVerdict {}

    /**
     * A newer instance of the producer has written since.
     *
     * @param message for a person
     */
    record StaleEpoch(String message) implements SequenceVerdict {}
}
