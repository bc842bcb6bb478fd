package gossip.plugins.kafka.handler;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Cluster;
import gossip.api.broker.Records;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.api.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * One produce request: what it is translated to, and its reply. Created on the event loop, told the results by a thread of
 * the broker, and turned into a message on the event loop again.
 */
final class ProduceExchange implements Consumer<List<Produced>>, Reply {
    private static final short FIRST_VERSION_WITH_ABORTABLE = 11;
    private static final short FIRST_VERSION_THAT_ADDS = 12;
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;
    private static final TopicPartition UNNAMED = new TopicPartition("?", 0);

    private final Cluster cluster;
    private final Records records;
    private final Call call;
    private final ProduceRequestData request;
    private final List<PartitionBatches> batches = new ArrayList<>(1);
    /** Partitions that the broker need not be asked about. */
    private @Nullable Map<PartitionProduceData, Produced> refused;

    private @Nullable Produce command;
    private List<Produced> results = List.of();

    ProduceExchange(Cluster cluster, Records records, Call call, ProduceRequestData request) {
        this.cluster = cluster;
        this.records = records;
        this.call = call;
        this.request = request;
    }

    void start() {
        Acks acks = Acks.of(request.acks());
        translate();
        if (batches.isEmpty()) {
            accept(List.of());
            return;
        }
        call.holdFrame();
        command = new Produce(batches, acks, request.timeoutMs(), transaction());
        attempt();
    }

    private Optional<ProducerTransaction> transaction() {
        String id = request.transactionalId();
        if (id == null) {
            return Optional.empty();
        }
        TransactionSupport classic = call.version() < FIRST_VERSION_WITH_ABORTABLE
                ? TransactionSupport.CLASSIC
                : TransactionSupport.ABORTABLE;
        return Optional.of(new ProducerTransaction(
                id, call.version() < FIRST_VERSION_THAT_ADDS ? classic : TransactionSupport.IMPLICIT));
    }

    /** Asks the broker, again and again if it is full; meanwhile the connection is not read. */
    private void attempt() {
        Produce present = command;
        if (present != null && !records.produce(call.context(), present, this)) {
            call.suspend();
            records.whenWritable(() -> call.resume(this::attempt));
        }
    }

    @Override
    public void accept(List<Produced> outcomes) {
        results = outcomes;
        if (request.acks() != Acks.NONE.code()) {
            call.reply(this);
            return;
        }
        Produced failure = firstFailure();
        if (failure == null) {
            call.replyNothing();
        } else {
            // the only way to tell a client that does not listen, as in Kafka
            call.hangUp("producing without acknowledgement to " + failure.partition() + " failed: " + failure.error()
                    + " " + failure.message());
        }
    }

    private @Nullable Produced firstFailure() {
        Map<PartitionProduceData, Produced> early = refused;
        if (early != null) {
            return early.values().iterator().next();
        }
        for (Produced result : results) {
            if (result.error() != ErrorCode.NONE) {
                return result;
            }
        }
        return null;
    }

    private void translate() {
        boolean byId = call.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        for (TopicProduceData topic : request.topicData()) {
            String name = byId ? nameOf(topic) : topic.name();
            for (PartitionProduceData partition : topic.partitionData()) {
                translate(name, partition, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        if (batches.size() > 1) {
            refuseDuplicates();
        }
    }

    private String nameOf(TopicProduceData topic) {
        return TopicNames.find(cluster.metadata(), topic.topicId())
                .map(found -> found.name())
                .orElse("");
    }

    private void translate(String topic, PartitionProduceData partition, ErrorCode whenUnknown) {
        if (topic.isEmpty() || partition.index() < 0) {
            refuse(partition, whenUnknown, "there is no such topic or partition");
        } else if (partition.records() instanceof MemoryRecords batch && batch.sizeInBytes() > 0) {
            batches.add(new PartitionBatches(new TopicPartition(topic, partition.index()), batch.buffer()));
        } else {
            refuse(partition, ErrorCode.INVALID_RECORD, "a produce request needs a record batch for each partition");
        }
    }

    private void refuse(PartitionProduceData partition, ErrorCode error, String message) {
        Map<PartitionProduceData, Produced> early = refused;
        if (early == null) {
            early = new IdentityHashMap<>();
            refused = early;
        }
        early.put(partition, Produced.failed(UNNAMED, error, message));
    }

    private void refuseDuplicates() {
        Set<TopicPartition> seen = new HashSet<>();
        for (PartitionBatches batch : batches) {
            if (!seen.add(batch.partition())) {
                throw new BrokerException(
                        ErrorCode.INVALID_REQUEST, batch.partition() + " stands twice in one produce request");
            }
        }
    }

    @Override
    public ApiMessage message() {
        ProduceResponseData response = new ProduceResponseData();
        ProduceAnswer answer = new ProduceAnswer(cluster, call, response);
        Map<PartitionProduceData, Produced> early = refused;
        int next = 0;
        for (TopicProduceData topic : request.topicData()) {
            answer.topic(topic);
            for (PartitionProduceData partition : topic.partitionData()) {
                Produced result = early == null ? null : early.get(partition);
                if (result == null) {
                    result = result(batches.get(next).partition(), next);
                    next++;
                }
                answer.add(partition.index(), result);
            }
        }
        return response;
    }

    /** Results usually come in the order of the request. */
    private Produced result(TopicPartition partition, int expectedAt) {
        if (expectedAt < results.size() && results.get(expectedAt).partition().equals(partition)) {
            return results.get(expectedAt);
        }
        for (Produced result : results) {
            if (result.partition().equals(partition)) {
                return result;
            }
        }
        throw new IllegalStateException("the broker did not say what came of " + partition);
    }
}
