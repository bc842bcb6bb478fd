package gossip.plugins.grpc.service;

import gossip.api.TopicPartition;
import gossip.api.broker.Messages;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.metadata.MetadataImage;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.ConsumeRequest;
import gossip.plugins.grpc.v1.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a stream reads, and where it has got to. One thread at a time. */
final class Sources {
    private final Map<TopicPartition, Start> next = new LinkedHashMap<>();
    /** Topics of which all partitions are read, with how many of them are. */
    private final Map<String, Integer> whole = new HashMap<>();

    private final Set<TopicPartition> finished = new HashSet<>();

    Sources(ConsumeRequest request, MetadataImage image) {
        if (request.getSourcesCount() == 0) {
            throw Statuses.invalid("there is nothing to read: sources is empty");
        }
        for (Source source : request.getSourcesList()) {
            add(source, image);
        }
    }

    private void add(Source source, MetadataImage image) {
        Start start = start(source.getStart());
        List<Integer> partitions = source.getPartitionsList();
        if (partitions.isEmpty()) {
            // one that does not exist, or may not be known of, is asked for by its first partition, and told so
            int count = image.topic(source.getTopic())
                    .map(topic -> topic.partitionCount())
                    .orElse(1);
            whole.put(source.getTopic(), count);
            for (int i = 0; i < count; i++) {
                add(source.getTopic(), i, start);
            }
        } else {
            partitions.forEach(partition -> add(source.getTopic(), partition, start));
        }
    }

    private void add(String topic, int partition, Start start) {
        if (next.put(Wire.partition(topic, partition), start) != null) {
            throw Statuses.invalid("partition " + partition + " of topic '" + topic + "' is asked for twice");
        }
    }

    private static Start start(gossip.plugins.grpc.v1.Start start) {
        if (start.hasOffset() && start.getOffset() < 0) {
            throw Statuses.invalid("offset " + start.getOffset() + " is negative; use edge for the ends of the log");
        }
        return Wire.spec(start).<Start>map(Start.Found::new).orElseGet(() -> new Start.At(start.getOffset()));
    }

    /** Adds partitions that topics have got since, from their beginning. */
    void grow(MetadataImage image) {
        whole.replaceAll((topic, count) -> {
            int present = image.topic(topic).map(one -> one.partitionCount()).orElse(count);
            for (int i = count; i < present; i++) {
                next.putIfAbsent(new TopicPartition(topic, i), new Start.Found(new OffsetSpec.Earliest()));
            }
            return Math.max(count, present);
        });
    }

    boolean isEmpty() {
        return next.isEmpty();
    }

    Set<TopicPartition> partitions() {
        return next.keySet();
    }

    List<Messages.Source> all() {
        List<Messages.Source> all = new ArrayList<>(next.size());
        next.forEach((partition, start) -> all.add(new Messages.Source(partition, start)));
        return all;
    }

    /** Goes on after what was read; whether it has moved. */
    boolean move(PartitionRecords read) {
        Start moved = new Start.At(read.nextOffset());
        return !finished.contains(read.partition()) && !moved.equals(next.put(read.partition(), moved));
    }

    void finish(TopicPartition partition) {
        finished.add(partition);
        next.remove(partition);
    }
}
