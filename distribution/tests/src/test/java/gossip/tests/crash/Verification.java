package gossip.tests.crash;

import gossip.tests.packaged.Clients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Compares what is stored with what was acknowledged and with what was seen. */
final class Verification {
    private static final int MAX_PROBLEMS = 20;

    private final List<NumberedWriter> writers;
    private final List<String> problems = new ArrayList<>();
    private long checked;

    Verification(List<NumberedWriter> writers) {
        this.writers = writers;
    }

    /** Reads the whole topic; returns how many records it holds. */
    long verify(Clients clients, String topic, Map<TopicPartition, Map<Long, NumberedRecord>> seen) {
        Map<TopicPartition, List<NumberedRecord>> stored = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.bytesConsumer(Map.of())) {
            for (ConsumerRecord<byte[], byte[]> record : Clients.readAll(consumer, topic)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                List<NumberedRecord> records = stored.computeIfAbsent(partition, key -> new ArrayList<>());
                if (record.offset() != records.size()) {
                    problem(partition + ": offset " + record.offset() + " follows " + (records.size() - 1));
                }
                records.add(NumberedRecord.parse(record.value()));
                checked++;
            }
        }
        stored.forEach((partition, records) -> {
            verifyWriters(partition, records);
            verifySeen(partition, records, seen.getOrDefault(partition, Map.of()));
        });
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.size() + " problems, the first of them:\n"
                    + String.join("\n", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size()))));
        }
        return checked;
    }

    /** Everything that was acknowledged is there, once, in order, and where the broker said. */
    private void verifyWriters(TopicPartition partition, List<NumberedRecord> records) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int offset = 0; offset < records.size(); offset++) {
            NumberedRecord record = records.get(offset);
            int expected = next.getOrDefault(record.writer(), 0);
            if (record.number() != expected) {
                problem(partition + " at " + offset + ": number " + record.number() + " of writer " + record.writer()
                        + " where " + expected + " was due" + (record.number() < expected ? " (twice)" : " (lost)"));
            }
            next.put(record.writer(), record.number() + 1);
            verifyOffset(partition, record, offset);
        }
        for (NumberedWriter writer : writers) {
            Acknowledged acknowledged = writer.acknowledged().get(partition);
            int count = acknowledged == null ? 0 : acknowledged.count();
            if (next.getOrDefault(writer.id(), 0) != count) {
                problem(partition + ": " + next.getOrDefault(writer.id(), 0) + " records of writer " + writer.id()
                        + ", acknowledged were " + count);
            }
        }
    }

    private void verifyOffset(TopicPartition partition, NumberedRecord record, int offset) {
        Acknowledged acknowledged = writers.get(record.writer()).acknowledged().get(partition);
        // a batch that was written before the broker died, and sent again, may be acknowledged without its offset
        long promised = acknowledged.offset(record.number());
        if (promised >= 0 && promised != offset) {
            problem(partition + ": number " + record.number() + " of writer " + record.writer() + " is at " + offset
                    + ", acknowledged was " + promised);
        }
    }

    private void verifySeen(TopicPartition partition, List<NumberedRecord> records, Map<Long, NumberedRecord> seen) {
        seen.forEach((offset, record) -> {
            if (offset >= records.size()
                    || !records.get(Math.toIntExact(offset)).equals(record)) {
                problem(partition + " at " + offset + ": a reader saw " + record + ", which is not there any more");
            }
        });
    }

    private void problem(String text) {
        problems.add(text);
    }
}
