package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.TransactionMarker;
import gossip.core.partition.ModelProducers;
import gossip.core.partition.ProducerStates;
import gossip.core.partition.ProducerStates.Proof;
import gossip.core.partition.SequenceVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A partition of the model: the real producer states over a list. */
final class ModelPartition {
    private final ProducerStates producers = ModelProducers.states(1000);
    private final List<RecordBatch> log = new ArrayList<>();
    /** What each batch says; null for markers. */
    private final List<String> tags = new ArrayList<>();

    /** Appends a batch of one record, or tells why not; empty if the coordinator has to be asked. */
    Optional<ErrorCode> append(ProducerIdentity producer, int sequence, String tag, Proof proof) {
        RecordBatch batch = batch(producer, sequence, tag);
        return switch (producers.check(batch, proof)) {
            case SequenceVerdict.Fresh fresh -> {
                add(batch, tag);
                yield Optional.of(ErrorCode.NONE);
            }
            case SequenceVerdict.Duplicate duplicate -> Optional.of(ErrorCode.NONE);
            case SequenceVerdict.Unverified unverified -> Optional.empty();
            case SequenceVerdict.OutOfOrder bad -> Optional.of(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
            case SequenceVerdict.StaleEpoch bad -> Optional.of(ErrorCode.INVALID_PRODUCER_EPOCH);
            case SequenceVerdict.Refused bad -> Optional.of(bad.error());
        };
    }

    private RecordBatch batch(ProducerIdentity producer, int sequence, String tag) {
        try {
            return RecordBatch.at(
                    new RecordBatchBuilder()
                            .producer(producer.producerId(), producer.epoch(), sequence)
                            .transactional()
                            .baseOffset(log.size())
                            .add(NewRecord.of(0, "k", tag))
                            .build(),
                    0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a marker; false if it is of the past. */
    boolean mark(ProducerIdentity producer, boolean commit) {
        TransactionMarker marker = new TransactionMarker(commit, 0);
        RecordBatch batch = RecordBatch.at(marker.batch(producer.producerId(), producer.epoch(), 0), 0);
        batch.assign(log.size(), 0);
        if (!(producers.check(batch, marker) instanceof SequenceVerdict.Fresh)) {
            return false;
        }
        add(batch, null);
        return true;
    }

    private void add(RecordBatch batch, String tag) {
        producers.appended(batch, 0);
        log.add(batch);
        tags.add(tag);
    }

    /** Records that count, as a reader of committed records sees them. */
    List<String> committed() {
        Map<Long, List<String>> open = new HashMap<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            RecordBatch batch = log.get(i);
            List<String> pending = open.computeIfAbsent(batch.producerId(), id -> new ArrayList<>());
            if (!batch.isControl()) {
                pending.add(tags.get(i));
            } else {
                if (TransactionMarker.of(batch).orElseThrow().committed()) {
                    seen.addAll(pending);
                }
                pending.clear();
            }
        }
        return seen;
    }

    /** Producers with an open transaction. */
    Set<Long> open() {
        Set<Long> open = new HashSet<>();
        producers.all().stream()
                .filter(producer -> producer.transactionStart() >= 0)
                .forEach(producer -> open.add(producer.producerId()));
        return open;
    }
}
