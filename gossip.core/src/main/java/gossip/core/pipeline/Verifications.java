package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.record.RecordBatch;
import gossip.core.partition.ProducerStates.Proof;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends that wait until it is known whether the transaction that they begin in a partition is open. Those of one producer
 * stay in their order. A marker that comes meanwhile makes what is being asked worthless, for the answer may be about the
 * transaction that the marker ends: then it is asked again. Shard thread, but for the answers; bounded by {@link Admission}.
 */
final class Verifications {
    private static final Logger LOG = System.getLogger(Verifications.class.getName());

    private final TransactionGate gate;
    private final Consumer<Runnable> resume;
    private final Consumer<PartitionAppend> admit;
    private final Map<Key, Pending> pending = new HashMap<>();

    /**
     * Creates it.
     *
     * @param gate is asked
     * @param resume brings an answer to the shard's thread
     * @param admit goes on with an append
     */
    Verifications(TransactionGate gate, Consumer<Runnable> resume, Consumer<PartitionAppend> admit) {
        this.gate = gate;
        this.resume = resume;
        this.admit = admit;
    }

    private record Key(PartitionId partition, ProducerIdentity producer) {}

    private static final class Pending {
        private final List<PartitionAppend> waiting = new ArrayList<>(1);
        private boolean outdated;
    }

    /** Lets an append wait if its producer's transaction is being asked about already. */
    boolean join(PartitionAppend append) {
        if (pending.isEmpty() || append.request().transaction() == null || isTooShort(append)) {
            return false;
        }
        Pending present = pending.get(key(append));
        if (present != null) {
            present.waiting.add(append);
        }
        return present != null;
    }

    private static boolean isTooShort(PartitionAppend append) {
        return append.batches().remaining() < RecordBatch.HEADER_BYTES;
    }

    private static Key key(PartitionAppend append) {
        RecordBatch batch =
                RecordBatch.header(append.batches(), append.batches().position());
        return new Key(append.partition().id(), new ProducerIdentity(batch.producerId(), batch.producerEpoch()));
    }

    /** Asks about the transaction of an append, which waits for the answer. */
    void begin(PartitionAppend append) {
        ProducerTransaction transaction = append.request().transaction();
        if (transaction == null) {
            throw new IllegalStateException("a batch for " + append.name() + " names no transaction");
        }
        Key key = key(append);
        Pending asked = new Pending();
        asked.waiting.add(append);
        pending.put(key, asked);
        ask(key, asked, append, transaction);
    }

    private void ask(Key key, Pending asked, PartitionAppend append, ProducerTransaction transaction) {
        answer(append, transaction, key.producer())
                .whenComplete((error, failure) -> resume.accept(() -> finish(key, asked, error, failure)));
    }

    private CompletionStage<ErrorCode> answer(
            PartitionAppend append, ProducerTransaction transaction, ProducerIdentity producer) {
        try {
            return gate.verify(append.request().context(), transaction, producer, append.name());
        } catch (RuntimeException e) {
            // the shard's thread serves other partitions too
            return CompletableFuture.failedFuture(e);
        }
    }

    private void finish(Key key, Pending asked, @Nullable ErrorCode error, @Nullable Throwable failure) {
        if (error == null || failure != null) {
            LOG.log(Level.ERROR, "the coordinator cannot be asked about " + key, failure);
        }
        ErrorCode outcome = error == null || failure != null ? ErrorCode.UNKNOWN_SERVER_ERROR : error;
        PartitionAppend first = asked.waiting.getFirst();
        ProducerTransaction transaction = first.request().transaction();
        if (asked.outdated && outcome == ErrorCode.NONE && transaction != null) {
            asked.outdated = false;
            ask(key, asked, first, transaction);
            return;
        }
        pending.remove(key);
        for (PartitionAppend append : asked.waiting) {
            finish(append, outcome);
        }
    }

    private void finish(PartitionAppend append, ErrorCode outcome) {
        TransactionSupport client = clientOf(append);
        if (outcome == ErrorCode.NONE) {
            append.proof(client == TransactionSupport.IMPLICIT ? Proof.VERIFIED_WITH_OWN_EPOCH : Proof.VERIFIED);
            admit.accept(append);
        } else {
            append.refuse(
                    forClient(outcome, client),
                    "the transaction is not open for " + append.name() + ": its coordinator says " + outcome);
        }
    }

    private static TransactionSupport clientOf(PartitionAppend append) {
        ProducerTransaction transaction = append.request().transaction();
        return transaction == null ? TransactionSupport.CLASSIC : transaction.client();
    }

    /** What a producer is told, by what it understands. */
    private static ErrorCode forClient(ErrorCode outcome, TransactionSupport client) {
        return switch (outcome) {
            case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
            case TRANSACTION_ABORTABLE ->
                client == TransactionSupport.CLASSIC ? ErrorCode.INVALID_TXN_STATE : ErrorCode.TRANSACTION_ABORTABLE;
            case CONCURRENT_TRANSACTIONS ->
                client == TransactionSupport.IMPLICIT
                        ? ErrorCode.CONCURRENT_TRANSACTIONS
                        : ErrorCode.NOT_ENOUGH_REPLICAS;
            // the client would look for another coordinator, but it has asked the leader of a partition
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                ErrorCode.NOT_ENOUGH_REPLICAS;
            default -> outcome;
        };
    }

    /** A producer's transaction in a partition is being ended: what is asked about it may be of the past. */
    void outdate(PartitionAppend marker) {
        if (pending.isEmpty()) {
            return;
        }
        Key ended = key(marker);
        pending.forEach((key, asked) -> asked.outdated |= isEnded(key, asked, ended));
    }

    /** A producer with an epoch for each transaction asks about the one after those that markers of this epoch end. */
    private static boolean isEnded(Key key, Pending asked, Key ended) {
        boolean same = key.producer().producerId() == ended.producer().producerId()
                && key.partition().equals(ended.partition());
        return same
                && (ended.producer().epoch() > key.producer().epoch()
                        || asked.waiting.stream().anyMatch(append -> clientOf(append) != TransactionSupport.IMPLICIT));
    }
}
