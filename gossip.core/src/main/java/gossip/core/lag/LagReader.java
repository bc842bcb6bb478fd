package gossip.core.lag;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Records;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Works out how far groups are behind, by asking the ports that clients ask too. Blocks, with a bound. */
final class LagReader {
    private static final long PATIENCE_S = 30;

    private final Groups groups;
    private final Records records;
    private final Messages messages;
    private final InstantSource clock;

    LagReader(Groups groups, Records records, Messages messages, InstantSource clock) {
        this.groups = groups;
        this.records = records;
        this.messages = messages;
        this.clock = clock;
    }

    /** Looks at the groups that are coordinated here, until so many partitions are found. */
    List<Lag> read(int maxPartitions) {
        List<Lag> lags = new ArrayList<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Groups.Listed listed : await(groups.list(RequestContext.INTERNAL))) {
            Map<TopicPartition, Committed> committed = committed(listed.group());
            lookUpEnds(committed, ends);
            committed.forEach((partition, position) -> {
                Long end = ends.get(partition);
                if (end != null && end >= 0 && lags.size() < maxPartitions) {
                    lags.add(lag(listed.group(), partition, position.offset(), end));
                }
            });
            if (lags.size() >= maxPartitions) {
                break;
            }
        }
        return lags;
    }

    private Map<TopicPartition, Committed> committed(String group) {
        return await(groups.committed(RequestContext.INTERNAL, Groups.Member.outside(group), Optional.empty()))
                .offsets();
    }

    private void lookUpEnds(Map<TopicPartition, Committed> committed, Map<TopicPartition, Long> ends) {
        List<OffsetQuery> queries = committed.keySet().stream()
                .filter(partition -> !ends.containsKey(partition))
                .map(partition -> new OffsetQuery(partition, -1, new OffsetSpec.Latest(), false))
                .toList();
        if (!queries.isEmpty()) {
            await(records.offsets(RequestContext.INTERNAL, queries))
                    .forEach(answer ->
                            ends.put(answer.partition(), answer.error() == ErrorCode.NONE ? answer.offset() : -1));
        }
    }

    private Lag lag(String group, TopicPartition partition, long offset, long end) {
        long behind = Math.max(0, end - offset);
        return new Lag(group, partition, behind, behind == 0 ? 0 : ageOfNext(partition, offset));
    }

    private double ageOfNext(TopicPartition partition, long offset) {
        CompletableFuture<List<Messages.PartitionRecords>> read = new CompletableFuture<>();
        messages.read(
                RequestContext.INTERNAL,
                new Messages.Read(
                        List.of(new Messages.Source(partition, new Messages.Start.At(offset))),
                        1,
                        1,
                        Duration.ZERO,
                        false),
                read::complete);
        return await(read).stream()
                .flatMap(answer -> answer.records().stream())
                .findFirst()
                .map(next -> Math.max(0, clock.millis() - next.timestampMs()) / 1e3)
                .orElse(0.0);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .join();
    }
}
