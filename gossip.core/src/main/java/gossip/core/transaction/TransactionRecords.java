package gossip.core.transaction;

import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.NewRecord;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The layout of records in {@code __transaction_state}, which is Kafka's: keys of version 0, values of version 1; values of
 * version 0 are read too. Kafka passes over the one tagged field that is Gossip's own.
 *
 * <pre>
 * key    int16 0 | string transactionalId
 * value  int16 1 | int64 producerId | int16 epoch | int32 timeoutMs | int8 status
 *        | [] (compact string topic | [] int32 partition | no tags), or null | int64 updatedAt | int64 startedAt | tags
 * tags   0 int64 previousProducerId, 1 int64 nextProducerId, 2 int16 clientVersion, 20000 int16 lastEpoch
 * value  int16 0 | the same, with string and [] of fixed length, and without tags
 * </pre>
 */
final class TransactionRecords {
    private static final short KEY_VERSION = 0;
    private static final short OLD_VERSION = 0;
    private static final short VERSION = 1;
    private static final short VERSION_WITH_BUMPS = 2;
    private static final int TAG_PREVIOUS_ID = 0;
    private static final int TAG_NEXT_ID = 1;
    private static final int TAG_CLIENT_VERSION = 2;
    private static final int TAG_LAST_EPOCH = 20_000;

    private TransactionRecords() {}

    static NewRecord record(String transactionalId, Transaction transaction) {
        return new NewRecord(
                transaction.updatedAtMs(),
                Optional.of(key(transactionalId)),
                Optional.of(value(transaction)),
                List.of());
    }

    static NewRecord tombstone(String transactionalId, long nowMs) {
        return new NewRecord(nowMs, Optional.of(key(transactionalId)), Optional.empty(), List.of());
    }

    /** Whether an id fits into a key. */
    static boolean isPossible(String transactionalId) {
        // no character takes more than three bytes
        return transactionalId.length() <= Short.MAX_VALUE / 3
                || transactionalId.getBytes(StandardCharsets.UTF_8).length <= Short.MAX_VALUE;
    }

    private static ByteBuffer key(String transactionalId) {
        byte[] id = transactionalId.getBytes(StandardCharsets.UTF_8);
        if (id.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a transactional id of " + id.length + " bytes does not fit into " + Short.MAX_VALUE);
        }
        return ByteBuffer.allocate(4 + id.length)
                .putShort(KEY_VERSION)
                .putShort((short) id.length)
                .put(id)
                .flip();
    }

    private static ByteBuffer value(Transaction transaction) {
        Output out = new Output();
        out.put(ByteBuffer.allocate(17)
                .putShort(VERSION)
                .putLong(transaction.producer().producerId())
                .putShort(transaction.epoch())
                .putInt(transaction.timeoutMs())
                .put(transaction.status().id()));
        Map<String, Set<Integer>> topics = byTopic(transaction.partitions());
        out.length(topics.size());
        topics.forEach((topic, numbers) -> {
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            out.length(name.length);
            out.write(name, 0, name.length);
            out.length(numbers.size());
            numbers.forEach(number -> out.put(ByteBuffer.allocate(4).putInt(number)));
            out.varint(0);
        });
        out.put(ByteBuffer.allocate(16).putLong(transaction.updatedAtMs()).putLong(transaction.startedAtMs()));
        tags(out, transaction);
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void tags(Output out, Transaction transaction) {
        Map<Integer, ByteBuffer> tags = new TreeMap<>();
        if (transaction.previousProducerId() != Transaction.NO_ID) {
            tags.put(TAG_PREVIOUS_ID, ByteBuffer.allocate(8).putLong(transaction.previousProducerId()));
        }
        if (transaction.nextProducerId() != Transaction.NO_ID) {
            tags.put(TAG_NEXT_ID, ByteBuffer.allocate(8).putLong(transaction.nextProducerId()));
        }
        if (transaction.bumpsEpoch()) {
            tags.put(TAG_CLIENT_VERSION, ByteBuffer.allocate(2).putShort(VERSION_WITH_BUMPS));
        }
        if (transaction.lastEpoch() != Transaction.NO_EPOCH) {
            tags.put(TAG_LAST_EPOCH, ByteBuffer.allocate(2).putShort(transaction.lastEpoch()));
        }
        out.varint(tags.size());
        tags.forEach((tag, content) -> {
            out.varint(tag);
            out.varint(content.capacity());
            out.put(content);
        });
    }

    private static Map<String, Set<Integer>> byTopic(Set<TopicPartition> partitions) {
        Map<String, Set<Integer>> topics = new TreeMap<>();
        partitions.forEach(partition -> topics.computeIfAbsent(partition.topic(), topic -> new TreeSet<>())
                .add(partition.partition()));
        return topics;
    }

    /**
     * Reads a key.
     *
     * @param bytes from position to limit
     * @return the transactional id; empty for a key of another kind
     * @throws InvalidBatchException if the key is damaged
     */
    static Optional<String> transactionalId(ByteBuffer bytes) {
        try {
            ByteBuffer source = bytes.duplicate();
            return source.getShort() == KEY_VERSION ? Optional.of(text(source, source.getShort())) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the key of a transaction is damaged", e);
        }
    }

    /**
     * Reads a value.
     *
     * @param bytes from position to limit
     * @return the transaction
     * @throws InvalidBatchException if the value is damaged or of an unknown version
     */
    static Transaction transaction(ByteBuffer bytes) {
        try {
            ByteBuffer source = bytes.duplicate();
            short version = source.getShort();
            if (version != OLD_VERSION && version != VERSION) {
                throw new InvalidBatchException(
                        "a transaction has version " + version + "; known are " + OLD_VERSION + " to " + VERSION);
            }
            return read(source, version == VERSION);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the value of a transaction is damaged", e);
        }
    }

    private static Transaction read(ByteBuffer source, boolean compact) {
        ProducerIdentity producer = new ProducerIdentity(source.getLong(), source.getShort());
        int timeoutMs = source.getInt();
        byte status = source.get();
        Set<TopicPartition> partitions = partitions(source, compact);
        long updatedAtMs = source.getLong();
        long startedAtMs = source.getLong();
        Map<Integer, ByteBuffer> tags = compact ? tags(source) : Map.of();
        return new Transaction(
                producer,
                tags.containsKey(TAG_PREVIOUS_ID) ? tags.get(TAG_PREVIOUS_ID).getLong() : Transaction.NO_ID,
                tags.containsKey(TAG_NEXT_ID) ? tags.get(TAG_NEXT_ID).getLong() : Transaction.NO_ID,
                tags.containsKey(TAG_LAST_EPOCH) ? tags.get(TAG_LAST_EPOCH).getShort() : Transaction.NO_EPOCH,
                timeoutMs,
                TransactionStatus.of(status).orElseThrow(() -> new IllegalArgumentException("status " + status)),
                partitions,
                startedAtMs,
                updatedAtMs,
                tags.containsKey(TAG_CLIENT_VERSION)
                        && tags.get(TAG_CLIENT_VERSION).getShort() >= VERSION_WITH_BUMPS);
    }

    private static Set<TopicPartition> partitions(ByteBuffer source, boolean compact) {
        Set<TopicPartition> partitions = new HashSet<>();
        int topics = compact ? varint(source) - 1 : source.getInt();
        for (int i = 0; i < topics; i++) {
            String topic = text(source, compact ? varint(source) - 1 : source.getShort());
            int numbers = compact ? varint(source) - 1 : source.getInt();
            for (int j = 0; j < numbers; j++) {
                partitions.add(new TopicPartition(topic, source.getInt()));
            }
            if (compact) {
                tags(source);
            }
        }
        return partitions;
    }

    private static Map<Integer, ByteBuffer> tags(ByteBuffer source) {
        Map<Integer, ByteBuffer> tags = new TreeMap<>();
        int count = varint(source);
        for (int i = 0; i < count; i++) {
            int tag = varint(source);
            byte[] content = new byte[checked(source, varint(source))];
            source.get(content);
            tags.put(tag, ByteBuffer.wrap(content));
        }
        return tags;
    }

    private static String text(ByteBuffer source, int length) {
        byte[] bytes = new byte[checked(source, length)];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checked(ByteBuffer source, int length) {
        if (length < 0 || length > source.remaining()) {
            throw new IllegalArgumentException("length " + length + " of " + source.remaining());
        }
        return length;
    }

    /** An unsigned one, unlike those in records. */
    private static int varint(ByteBuffer source) {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            byte next = source.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint is longer than 5 bytes");
    }

    /** Bytes that grow. */
    private static final class Output extends ByteArrayOutputStream {
        private void put(ByteBuffer filled) {
            write(filled.array(), 0, filled.capacity());
        }

        private void length(int length) {
            varint(length + 1);
        }

        private void varint(int value) {
            int rest = value;
            while ((rest & ~0x7f) != 0) {
                write(rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            write(rest);
        }
    }
}
