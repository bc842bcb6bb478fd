package gossip.plugins.kafka.connection;

import gossip.api.BrokerException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;

/** The response that each API has for a failure of the whole request, as Kafka's own classes make it. */
final class ErrorReply {
    private ErrorReply() {}

    /** Takes away what stages wrap around a failure. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a failure is one that clients may cause, as opposed to a defect. */
    static boolean isExpected(Throwable failure) {
        return failure instanceof BrokerException || failure instanceof ApiException;
    }

    /** Makes the response. The bytes of records in the request may be gone: it loses them. */
    static ApiMessage of(ApiKeys key, short version, ApiMessage request, Throwable failure) {
        dropRecords(request);
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(request, version).buffer();
        AbstractRequest parsed = AbstractRequest.parseRequest(key, version, new ByteBufferAccessor(bytes)).request;
        return parsed.getErrorResponse(0, asKafka(failure)).data();
    }

    private static void dropRecords(ApiMessage request) {
        if (request instanceof ProduceRequestData produce) {
            for (TopicProduceData topic : produce.topicData()) {
                for (PartitionProduceData partition : topic.partitionData()) {
                    partition.setRecords(MemoryRecords.EMPTY);
                }
            }
        }
    }

    private static Throwable asKafka(Throwable failure) {
        if (failure instanceof BrokerException known) {
            return Errors.forCode(known.code().code()).exception(known.getMessage());
        }
        return failure instanceof ApiException
                ? failure
                : Errors.UNKNOWN_SERVER_ERROR.exception("the broker failed to handle the request; its log says why");
    }
}
