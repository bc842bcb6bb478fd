package gossip.plugins.kafka.session;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.Fetched;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch request is about, after its session has been taken into account.
 *
 * @param error a failure of the whole request; then there are no partitions
 * @param sessionId id to answer with; 0 if there is no session
 * @param partitions what to read
 * @param session present if only news are wanted
 */
public record FetchScope(
        ErrorCode error,
        int sessionId,
        List<PartitionFetch> partitions,
        @Nullable FetchSession session) {
    static FetchScope failed(ErrorCode error) {
        return new FetchScope(error, 0, List.of(), null);
    }

    /**
     * Decides whether a partition stands in the response.
     *
     * @param partition one of {@link #partitions}
     * @param fetched what was read
     * @return true if the client has to be told
     */
    public boolean isTold(PartitionFetch partition, Fetched fetched) {
        boolean news = partition.isNews(fetched);
        if (session == null) {
            return true;
        }
        if (fetched.records().sizeBytes() > 0) {
            session.moveToEnd(partition);
        }
        return news;
    }
}
