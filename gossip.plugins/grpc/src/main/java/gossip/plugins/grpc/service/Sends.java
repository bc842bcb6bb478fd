package gossip.plugins.grpc.service;

import com.google.protobuf.ByteString;
import gossip.api.ErrorCode;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Sent;
import gossip.api.record.CompressionType;
import gossip.api.record.Header;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.Acks;
import gossip.plugins.grpc.v1.Compression;
import gossip.plugins.grpc.v1.NewRecord;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Requests to produce, and what came of them. */
final class Sends {
    private Sends() {}

    static List<Message> messages(ProduceRequest request) {
        List<Message> messages = new ArrayList<>(request.getRecordsCount());
        for (NewRecord record : request.getRecordsList()) {
            String topic = record.getTopic().isEmpty() ? request.getTopic() : record.getTopic();
            if (topic.isEmpty()) {
                throw Statuses.invalid("record " + messages.size() + " names no topic, and neither does the request");
            }
            messages.add(new Message(topic, partition(record, messages.size()), record(record, messages.size())));
        }
        return messages;
    }

    private static OptionalInt partition(NewRecord record, int index) {
        if (!record.hasPartition()) {
            return OptionalInt.empty();
        }
        if (record.getPartition() < 0) {
            throw Statuses.invalid("record " + index + " names partition " + record.getPartition()
                    + "; leave it out to have one chosen");
        }
        return OptionalInt.of(record.getPartition());
    }

    private static gossip.api.record.NewRecord record(NewRecord record, int index) {
        if (record.hasTimestampMs() && record.getTimestampMs() < 0) {
            throw Statuses.invalid("record " + index + " has the timestamp " + record.getTimestampMs()
                    + "; leave it out for the present time");
        }
        List<Header> headers = record.getHeadersList().stream()
                .map(header -> new Header(header.getKey(), bytes(header.hasValue(), header.getValue())))
                .toList();
        return new gossip.api.record.NewRecord(
                record.hasTimestampMs() ? record.getTimestampMs() : -1,
                bytes(record.hasKey(), record.getKey()),
                bytes(record.hasValue(), record.getValue()),
                headers);
    }

    private static Optional<ByteBuffer> bytes(boolean isSet, ByteString bytes) {
        return isSet ? Optional.of(bytes.asReadOnlyByteBuffer()) : Optional.empty();
    }

    static gossip.api.Acks acks(Acks acks) {
        return switch (acks) {
            case ACKS_UNSPECIFIED, ACKS_ALL -> gossip.api.Acks.ALL;
            case ACKS_LEADER -> gossip.api.Acks.LEADER;
            case ACKS_NONE -> gossip.api.Acks.NONE;
            case UNRECOGNIZED -> throw Statuses.invalid("acks has a value that this version does not know");
        };
    }

    static CompressionType compression(Compression compression) {
        return switch (compression) {
            case COMPRESSION_UNSPECIFIED, COMPRESSION_NONE -> CompressionType.NONE;
            case COMPRESSION_GZIP -> CompressionType.GZIP;
            case COMPRESSION_SNAPPY -> CompressionType.SNAPPY;
            case COMPRESSION_LZ4 -> CompressionType.LZ4;
            case COMPRESSION_ZSTD -> CompressionType.ZSTD;
            case UNRECOGNIZED -> throw Statuses.invalid("compression has a value that this version does not know");
        };
    }

    static ProduceResult result(Sent sent) {
        ProduceResult.Builder result = ProduceResult.newBuilder()
                .setPartition(sent.partition())
                .setOffset(sent.offset())
                .setTimestampMs(sent.timestampMs());
        if (sent.error() != ErrorCode.NONE) {
            result.setProblem(Wire.problem(sent.error(), sent.message()));
        }
        return result.build();
    }
}
