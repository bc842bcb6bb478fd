package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.junit.jupiter.api.Test;

class RepeatedOffsetCommitTest {
    private static OffsetCommitRequestPartition commit(long offset) {
        return new OffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(offset);
    }

    @Test
    void lastOffsetOfAPartitionThatIsNamedTwiceCountsAndBothAreAnswered() throws Exception {
        try (TestServer server = TestServer.start();
                RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            OffsetCommitRequestTopic topic =
                    new OffsetCommitRequestTopic().setName("t").setPartitions(List.of(commit(3), commit(7)));
            OffsetCommitResponse committed = (OffsetCommitResponse) client.call(
                    ApiKeys.OFFSET_COMMIT,
                    8,
                    new OffsetCommitRequestData().setGroupId("g").setTopics(List.of(topic)));

            List<OffsetCommitResponsePartition> answers =
                    committed.data().topics().getFirst().partitions();
            assertThat(answers)
                    .extracting(OffsetCommitResponsePartition::errorCode)
                    .containsExactly(Errors.NONE.code(), Errors.NONE.code());
            OffsetFetchResponse fetched = (OffsetFetchResponse) client.call(
                    ApiKeys.OFFSET_FETCH,
                    8,
                    new OffsetFetchRequestData()
                            .setGroups(List.of(new OffsetFetchRequestGroup()
                                    .setGroupId("g")
                                    .setTopics(List.of(new OffsetFetchRequestTopics()
                                            .setName("t")
                                            .setPartitionIndexes(List.of(0)))))));
            assertThat(fetched.data()
                            .groups()
                            .getFirst()
                            .topics()
                            .getFirst()
                            .partitions()
                            .getFirst()
                            .committedOffset())
                    .isEqualTo(7);
        }
    }
}
