package gossip.api.plugin;

import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.record.RecordBatch;

/** Sees every batch before it is appended and may refuse it. Called by shard threads: must be quick and must not block. */
@FunctionalInterface
public interface RecordInterceptor {
    /**
     * Judges a batch. An exception counts as a refusal.
     *
     * @param context who sends it
     * @param partition where it goes
     * @param batch valid during the call; must not be changed
     * @return what to do with it
     */
    Verdict onProduce(RequestContext context, TopicPartition partition, RecordBatch batch);

    /** What to do with a batch. */
    sealed interface Verdict {
        /** It may be appended. */
        Verdict ACCEPT = new Accept();

        /** It may be appended. */
        record Accept() implements Verdict {}

        /**
         * It is refused with INVALID_RECORD; nothing else in the request is harmed.
         *
         * @param reason for the client
         */
        record Refuse(String reason) implements Verdict {}
    }
}
