package gossip.plugins.kafka.reply;

import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.internal.BaseRecords;

/** The records in a response to Fetch. */
public final class ReplyRecords {
    private ReplyRecords() {}

    /**
     * How many bytes they have.
     *
     * @param response not sent yet
     * @return their size, without what is around them
     */
    public static long bytes(FetchResponseData response) {
        long bytes = 0;
        for (FetchableTopicResponse topic : response.responses()) {
            for (PartitionData partition : topic.partitions()) {
                BaseRecords records = partition.records();
                bytes += records == null ? 0 : records.sizeInBytes();
            }
        }
        return bytes;
    }
}
