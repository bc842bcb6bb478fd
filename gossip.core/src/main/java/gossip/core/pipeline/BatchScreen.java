package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.plugin.RecordInterceptor.Verdict;
import gossip.api.record.RecordBatch;
import gossip.api.security.Principal;
import gossip.core.topic.TopicConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets batches through that are well made and that no interceptor refuses. Shard thread. */
final class BatchScreen {
    private static final Logger LOG = System.getLogger(BatchScreen.class.getName());

    private final BatchCheck check;
    private final RecordInterceptor[] interceptors;

    BatchScreen(BatchCheck check, List<RecordInterceptor> interceptors) {
        this.check = check;
        this.interceptors = interceptors.toArray(RecordInterceptor[]::new);
    }

    /**
     * Why the batches are refused; null if they are not.
     *
     * @throws gossip.api.record.InvalidBatchException if the buffer does not hold whole batches
     */
    @Nullable
    Rejection reject(PartitionAppend append, TopicConfig config, long nowMs) {
        ByteBuffer batches = append.batches();
        if (!batches.hasRemaining()) {
            return new Rejection(ErrorCode.INVALID_RECORD, "there is no record batch");
        }
        boolean ofBroker = append.request().context().principal().equals(Principal.BROKER);
        for (int at = batches.position(); at < batches.limit(); ) {
            RecordBatch batch = RecordBatch.at(batches, at);
            Rejection rejection = check.reject(batch, config, ofBroker, nowMs);
            if (rejection == null && batch.producerId() >= 0 && batch.sizeBytes() < batches.remaining()) {
                rejection = new Rejection(
                        ErrorCode.INVALID_RECORD, "an idempotent producer sends one batch for a partition at a time");
            }
            if (rejection == null && interceptors.length > 0) {
                rejection = intercept(append, batch);
            }
            if (rejection != null) {
                return rejection;
            }
            at = batch.end();
        }
        return null;
    }

    private @Nullable Rejection intercept(PartitionAppend append, RecordBatch batch) {
        for (RecordInterceptor interceptor : interceptors) {
            switch (ask(interceptor, append, batch)) {
                case Verdict.Accept accepted -> {
                    // the next one is asked
                }
                case Verdict.Refuse refused -> {
                    return new Rejection(ErrorCode.INVALID_RECORD, refused.reason());
                }
            }
        }
        return null;
    }

    private static Verdict ask(RecordInterceptor interceptor, PartitionAppend append, RecordBatch batch) {
        try {
            return interceptor.onProduce(append.request().context(), append.name(), batch);
        } catch (RuntimeException e) {
            String name = interceptor.getClass().getName();
            LOG.log(
                    Level.ERROR,
                    "interceptor " + name + " failed, so a batch for " + append.name() + " was refused",
                    e);
            return new Verdict.Refuse("interceptor " + name + " failed");
        }
    }
}
