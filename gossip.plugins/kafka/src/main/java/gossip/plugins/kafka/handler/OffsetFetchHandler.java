package gossip.plugins.kafka.handler;

import gossip.api.TopicPartition;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;

/** Tells committed offsets of one group or, in newer versions, of several. */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequestData> {
    private static final short FIRST_VERSION_WITH_BATCHES = 8;

    private final Cluster cluster;
    private final Groups groups;

    OffsetFetchHandler(Cluster cluster, Groups groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    @Override
    public void handle(Call call, OffsetFetchRequestData request) {
        if (call.version() < FIRST_VERSION_WITH_BATCHES) {
            call.replyWhen(
                    fetch(call, asGroup(request), request.requireStable()),
                    group -> OffsetFetchAnswer.single(group, call.version()));
            return;
        }
        List<CompletionStage<OffsetFetchResponseGroup>> fetched = new ArrayList<>();
        for (OffsetFetchRequestGroup group : request.groups()) {
            fetched.add(fetch(call, group, request.requireStable()));
        }
        call.replyWhen(Stages.all(fetched), all -> new OffsetFetchResponseData().setGroups(all));
    }

    private static OffsetFetchRequestGroup asGroup(OffsetFetchRequestData request) {
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
        if (request.topics() == null) {
            return group.setTopics(null);
        }
        for (OffsetFetchRequestTopic topic : request.topics()) {
            group.topics()
                    .add(new OffsetFetchRequestTopics()
                            .setName(topic.name())
                            .setPartitionIndexes(topic.partitionIndexes()));
        }
        return group;
    }

    private static Groups.Member member(OffsetFetchRequestGroup group) {
        return new Groups.Member(
                group.groupId(), Texts.orEmpty(group.memberId()), Optional.empty(), group.memberEpoch());
    }

    private CompletionStage<OffsetFetchResponseGroup> fetch(
            Call call, OffsetFetchRequestGroup group, boolean requireStable) {
        OffsetFetchAnswer answer = new OffsetFetchAnswer(cluster.metadata(), group, requireStable, call.version());
        Optional<Set<TopicPartition>> wanted =
                group.topics() == null ? Optional.empty() : Optional.of(answer.partitions());
        CompletionStage<CommittedOffsets> committed = groups.committed(call.context(), member(group), wanted);
        return committed.thenApply(answer::message);
    }
}
