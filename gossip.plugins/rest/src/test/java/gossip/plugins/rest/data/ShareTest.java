package gossip.plugins.rest.data;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.RequestContext;
import gossip.api.record.StoredRecord;
import gossip.plugins.rest.http.Allowance;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.http.Certificate;
import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.http.Target;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareTest {
    private final ByteBudget budget = new ByteBudget(10_000);

    @Test
    void recordLargerThanWhatIsAskedForCounts() {
        assertThat(budget.tryTake(1_000)).isTrue();
        try (Share share = new Share(budget, 1_000)) {
            share.found(List.of(found(100)));
            assertThat(budget.used()).isEqualTo(1_000);
            share.found(List.of(found(50_000)));
            assertThat(budget.used()).isGreaterThanOrEqualTo(150_000);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void answerCountsUntilItIsTaken() {
        assertThat(budget.tryTake(1_000)).isTrue();
        Head head = new Head(
                "GET",
                Target.parse("/v1/topics/t/partitions/0/records"),
                new DefaultHttpHeaders(),
                new Head.Peer(InetAddress.getLoopbackAddress(), Certificate.NONE));
        Allowance allowance = new Allowance(new ByteBudget(1));
        Request request = new Request(head, RequestContext.INTERNAL, new byte[0], allowance);
        try (Share share = new Share(budget, 1_000)) {
            share.untilTaken(request, new Response.Whole(200, "text/plain", new byte[77]));
        }

        assertThat(budget.used()).isEqualTo(77);
        allowance.release();
        assertThat(budget.used()).isZero();
    }

    private static PartitionRecords found(int valueBytes) {
        StoredRecord record =
                new StoredRecord(0, 0, Optional.empty(), Optional.of(ByteBuffer.allocate(valueBytes)), List.of());
        return new PartitionRecords(new TopicPartition("t", 0), ErrorCode.NONE, "", List.of(record), 1, 1, 0);
    }
}
