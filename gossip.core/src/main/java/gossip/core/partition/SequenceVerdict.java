package gossip.core.partition;

import gossip.api.ErrorCode;

/** What a producer's sequence numbers and its transaction say about a batch (KIP-98, KIP-360, KIP-890). */
public sealed interface SequenceVerdict {
    /** It is the next one. */
    Fresh FRESH = new Fresh();

    /** It would begin a transaction here. */
    Unverified UNVERIFIED = new Unverified();

    /** It is the next one. */
    record Fresh() implements SequenceVerdict {}

    /** It would begin a transaction here of which it is not known yet whether the coordinator knows it. */
    record Unverified() implements SequenceVerdict {}

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

    /**
     * It must not be appended, for another reason.
     *
     * @param error for the client
     * @param message for a person
     */
    record Refused(ErrorCode error, String message) implements SequenceVerdict {}
}
