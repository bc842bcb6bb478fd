package gossip.plugins.kafka.reply;

import gossip.api.RecordSlice;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/**
 * A run of records as a field of a response.
 *
 * @param slice where the records are; closed by whoever writes or discards the response
 */
public record SliceRecords(RecordSlice slice) implements BaseRecords {
    @Override
    public int sizeInBytes() {
        return slice.sizeBytes();
    }

    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new UnsupportedOperationException("records are sent by ReplyWriter");
    }
}
