package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Cluster;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Waiting;
import gossip.api.metadata.MetadataImage;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.api.Reply;
import gossip.plugins.kafka.session.FetchScope;
import gossip.plugins.kafka.session.PartitionFetch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * One fetch request: what it is translated to, and its reply. Created on the event loop, told the results by a thread of the
 * broker, and turned into a message on the event loop again.
 */
final class FetchExchange implements Consumer<List<Fetched>>, Reply {
    private static final byte READ_COMMITTED = 1;
    private static final TopicPartition UNNAMED = new TopicPartition("?", 0);

    private final Cluster cluster;
    private final Records records;
    private final Call call;
    private final FetchRequestData request;
    private final FetchScope scope;
    private final List<FetchPartition> asked;
    /** For each partition of the scope the failure that is known without asking the broker, or NONE. */
    private final ErrorCode[] known;

    private List<Fetched> results = List.of();
    /** Event loop only. */
    private @Nullable Waiting waiting;

    FetchExchange(Cluster cluster, Records records, Call call, FetchRequestData request, FetchScope scope) {
        this.cluster = cluster;
        this.records = records;
        this.call = call;
        this.request = request;
        this.scope = scope;
        this.asked = new ArrayList<>(scope.partitions().size());
        this.known = new ErrorCode[scope.partitions().size()];
    }

    void start(int maxResponseBytes) {
        boolean allKnown = translate();
        if (asked.isEmpty()) {
            accept(List.of());
            return;
        }
        // a failure is told at once
        int maxWaitMs = allKnown ? Math.max(request.maxWaitMs(), 0) : 0;
        int minBytes = allKnown ? Math.max(request.minBytes(), 0) : 0;
        int maxBytes = Math.clamp(request.maxBytes(), 0, maxResponseBytes);
        call.expectReplyBytes(Math.min(maxBytes, askedBytes()));
        boolean committedOnly = request.isolationLevel() == READ_COMMITTED;
        Waiting begun =
                records.fetch(call.context(), new Fetch(asked, maxWaitMs, minBytes, maxBytes, committedOnly), this);
        waiting = begun;
        call.whenAbandoned(begun::cancel);
        call.fetchSession().waitsFor(begun);
    }

    private long askedBytes() {
        long bytes = 0;
        for (FetchPartition partition : asked) {
            bytes += partition.maxBytes();
        }
        return bytes;
    }

    private boolean translate() {
        MetadataImage metadata = cluster.metadata();
        boolean allKnown = true;
        int index = 0;
        for (PartitionFetch partition : scope.partitions()) {
            ErrorCode error = translate(metadata, partition);
            allKnown &= error == ErrorCode.NONE;
            known[index++] = error;
        }
        return allKnown;
    }

    private ErrorCode translate(MetadataImage metadata, PartitionFetch partition) {
        boolean byId = TopicNames.isGiven(partition.topicId());
        String topic = byId
                ? TopicNames.find(metadata, partition.topicId())
                        .map(found -> found.name())
                        .orElse("")
                : partition.topic();
        if (topic.isEmpty() || partition.partition() < 0) {
            return byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        FetchRequestData.FetchPartition wanted = partition.wanted();
        asked.add(new FetchPartition(
                new TopicPartition(topic, partition.partition()),
                wanted.currentLeaderEpoch(),
                wanted.fetchOffset(),
                wanted.lastFetchedEpoch(),
                Math.max(wanted.partitionMaxBytes(), 0)));
        return ErrorCode.NONE;
    }

    @Override
    public void accept(List<Fetched> outcomes) {
        results = outcomes;
        call.reply(this);
    }

    @Override
    public ApiMessage message() {
        if (waiting != null) {
            call.fetchSession().waitsNoMoreFor(waiting);
        }
        FetchAnswer answer = new FetchAnswer(cluster, call, request.isolationLevel() == READ_COMMITTED);
        int next = 0;
        int index = 0;
        for (PartitionFetch partition : scope.partitions()) {
            ErrorCode error = known[index++];
            Fetched result = error == ErrorCode.NONE
                    ? result(asked.get(next).partition(), next++)
                    : Fetched.failed(UNNAMED, error);
            if (scope.isTold(partition, result)) {
                answer.add(partition, result);
            } else {
                result.records().close();
            }
        }
        return answer.message().setSessionId(scope.sessionId());
    }

    @Override
    public void discard() {
        for (Fetched result : results) {
            result.records().close();
        }
    }

    /** Results usually come in the order of the request. */
    private Fetched result(TopicPartition partition, int expectedAt) {
        if (expectedAt < results.size() && results.get(expectedAt).partition().equals(partition)) {
            return results.get(expectedAt);
        }
        for (Fetched result : results) {
            if (result.partition().equals(partition)) {
                return result;
            }
        }
        throw new IllegalStateException("the broker did not say what it read of " + partition);
    }
}
