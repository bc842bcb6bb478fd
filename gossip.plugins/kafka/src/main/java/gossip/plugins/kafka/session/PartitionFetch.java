package gossip.plugins.kafka.session;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.Fetched;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;

/** What a client wants of a partition, and what it was told last. */
public final class PartitionFetch {
    private final PartitionKey key;
    private FetchPartition wanted;
    private long sentHighWatermark = -1;
    private long sentLogStartOffset = -1;

    PartitionFetch(PartitionKey key, FetchPartition wanted) {
        this.key = key;
        this.wanted = wanted;
    }

    PartitionKey key() {
        return key;
    }

    /**
     * The topic as the client names it.
     *
     * @return zero if it is named by name
     */
    public Uuid topicId() {
        return key.topicId();
    }

    /**
     * The topic as the client names it.
     *
     * @return empty if it is named by id
     */
    public String topic() {
        return key.topic();
    }

    /**
     * Partition number as the client sent it.
     *
     * @return unchecked
     */
    public int partition() {
        return key.partition();
    }

    /**
     * What is wanted of the partition.
     *
     * @return the newest request
     */
    public FetchPartition wanted() {
        return wanted;
    }

    void want(FetchPartition newer) {
        this.wanted = newer;
    }

    /** Whether the client of a session has to be told, and remembers it as told. */
    boolean isNews(Fetched fetched) {
        boolean news = fetched.error() != ErrorCode.NONE
                || fetched.records().sizeBytes() > 0
                || fetched.diverging().isPresent()
                || fetched.highWatermark() != sentHighWatermark
                || fetched.logStartOffset() != sentLogStartOffset;
        // after a failure everything is news
        boolean failed = fetched.error() != ErrorCode.NONE;
        sentHighWatermark = failed ? -1 : fetched.highWatermark();
        sentLogStartOffset = failed ? -1 : fetched.logStartOffset();
        return news;
    }
}
