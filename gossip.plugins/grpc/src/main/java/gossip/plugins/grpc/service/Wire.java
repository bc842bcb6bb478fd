package gossip.plugins.grpc.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.record.StoredRecord;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.ConsumeResponse;
import gossip.plugins.grpc.v1.Edge;
import gossip.plugins.grpc.v1.Header;
import gossip.plugins.grpc.v1.Position;
import gossip.plugins.grpc.v1.Problem;
import gossip.plugins.grpc.v1.Record;
import gossip.plugins.grpc.v1.Start;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The broker's values as messages, and back. */
final class Wire {
    private Wire() {}

    static Problem problem(ErrorCode error, String message) {
        return Problem.newBuilder()
                .setReason(error.name())
                .setCode(error.code())
                .setMessage(message.isEmpty() ? error.name() : message)
                .build();
    }

    static TopicPartition partition(String topic, int partition) {
        if (topic.isEmpty() || partition < 0) {
            throw Statuses.invalid("there is no partition " + partition + " of topic '" + topic + "'");
        }
        return new TopicPartition(topic, partition);
    }

    static Map<TopicPartition, Long> positions(List<Position> positions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Position position : positions) {
            if (position.getOffset() < 0) {
                throw Statuses.invalid("offset " + position.getOffset() + " is negative");
            }
            offsets.put(partition(position.getTopic(), position.getPartition()), position.getOffset());
        }
        return offsets;
    }

    static Position position(TopicPartition partition, long offset) {
        return Position.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .setOffset(offset)
                .build();
    }

    /** What to look up; empty for an offset that is known. */
    static Optional<OffsetSpec> spec(Start start) {
        return switch (start.getAtCase()) {
            case OFFSET -> Optional.empty();
            case TIMESTAMP_MS -> Optional.of(new OffsetSpec.AtTime(start.getTimestampMs()));
            case EDGE, AT_NOT_SET ->
                Optional.of(
                        start.getEdge() == Edge.EDGE_EARLIEST ? new OffsetSpec.Earliest() : new OffsetSpec.Latest());
        };
    }

    /** Adds what was read, and gives its size. */
    static long add(PartitionRecords read, ConsumeResponse.Builder response) {
        long bytes = 0;
        for (StoredRecord record : read.records()) {
            Record made = record(read.partition(), record);
            bytes += made.getSerializedSize();
            response.addRecords(made);
        }
        return bytes;
    }

    private static Record record(TopicPartition partition, StoredRecord stored) {
        Record.Builder record = Record.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .setOffset(stored.offset())
                .setTimestampMs(stored.timestampMs());
        stored.key().ifPresent(key -> record.setKey(bytes(key)));
        stored.value().ifPresent(value -> record.setValue(bytes(value)));
        for (gossip.api.record.Header header : stored.headers()) {
            Header.Builder made = Header.newBuilder().setKey(header.key());
            header.value().ifPresent(value -> made.setValue(bytes(value)));
            record.addHeaders(made);
        }
        return record.build();
    }

    /** Without a copy: what was read is this door's alone. */
    private static ByteString bytes(ByteBuffer buffer) {
        return UnsafeByteOperations.unsafeWrap(buffer);
    }
}
