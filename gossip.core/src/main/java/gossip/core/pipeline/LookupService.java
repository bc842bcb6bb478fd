package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.EpochAnswer;
import gossip.api.broker.Records.EpochQuery;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.RequestContext;
import gossip.api.record.InvalidBatchException;
import gossip.api.security.Operation;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Answers questions about offsets and epochs, on the readers' threads. */
final class LookupService {
    private static final Logger LOG = System.getLogger(LookupService.class.getName());

    private final PartitionAccess access;
    private final OffsetLookup lookup;
    private final Executor readers;

    LookupService(PartitionAccess access, OffsetLookup lookup, Executor readers) {
        this.access = access;
        this.lookup = lookup;
        this.readers = readers;
    }

    CompletionStage<List<OffsetAnswer>> offsets(RequestContext context, List<OffsetQuery> queries) {
        return onReader(
                queries, query -> offset(context, query), query -> failed(query, ErrorCode.OFFSET_NOT_AVAILABLE));
    }

    CompletionStage<List<EpochAnswer>> epochEnds(RequestContext context, List<EpochQuery> queries) {
        return onReader(
                queries, query -> epochEnd(context, query), query -> failed(query, ErrorCode.OFFSET_NOT_AVAILABLE));
    }

    private <Q, A> CompletionStage<List<A>> onReader(
            List<Q> queries, Function<Q, A> answer, Function<Q, A> turnedAway) {
        CompletableFuture<List<A>> result = new CompletableFuture<>();
        try {
            readers.execute(() -> complete(result, queries, answer));
        } catch (RejectedExecutionException e) {
            result.complete(queries.stream().map(turnedAway).toList());
        }
        return result;
    }

    private static <Q, A> void complete(CompletableFuture<List<A>> result, List<Q> queries, Function<Q, A> answer) {
        try {
            result.complete(queries.stream().map(answer).toList());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private OffsetAnswer offset(RequestContext context, OffsetQuery query) {
        return look(
                context,
                query.partition(),
                query.currentLeaderEpoch(),
                error -> failed(query, error),
                (partition, log) -> lookup.find(partition, log, query.spec(), query.committedOnly()));
    }

    private EpochAnswer epochEnd(RequestContext context, EpochQuery query) {
        return look(
                context,
                query.partition(),
                query.currentLeaderEpoch(),
                error -> failed(query, error),
                (partition, log) ->
                        new EpochAnswer(query.partition(), ErrorCode.NONE, log.endOfEpoch(query.leaderEpoch())));
    }

    private <A> A look(
            RequestContext context,
            TopicPartition name,
            int currentLeaderEpoch,
            Function<ErrorCode, A> failed,
            Question<A> question) {
        Place place = access.find(context, Operation.DESCRIBE, name, currentLeaderEpoch);
        try {
            if (place instanceof PartitionRuntime found) {
                place = access.open(found);
            }
            return switch (place) {
                case Place.Absent absent -> failed.apply(absent.error());
                case PartitionRuntime partition -> ask(partition, failed, question);
            };
        } catch (IOException e) {
            return failed.apply(ErrorCode.KAFKA_STORAGE_ERROR);
        } catch (InvalidBatchException e) {
            LOG.log(Level.WARNING, "a batch of " + name + " cannot be read for a look-up: " + e.getMessage());
            return failed.apply(ErrorCode.CORRUPT_MESSAGE);
        }
    }

    private static <A> A ask(PartitionRuntime partition, Function<ErrorCode, A> failed, Question<A> question)
            throws IOException {
        PartitionLog log = partition.log();
        if (log == null) {
            return failed.apply(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
        try {
            return question.ask(partition, log);
        } catch (OffsetOutOfRangeException e) {
            // Retention was quicker than the look-up.
            return failed.apply(ErrorCode.OFFSET_NOT_AVAILABLE);
        } catch (IOException | RuntimeException e) {
            if (partition.isClosed()) {
                return failed.apply(ErrorCode.NOT_LEADER_OR_FOLLOWER);
            }
            throw e;
        }
    }

    private static OffsetAnswer failed(OffsetQuery query, ErrorCode error) {
        return new OffsetAnswer(query.partition(), error, -1, -1, -1);
    }

    private static EpochAnswer failed(EpochQuery query, ErrorCode error) {
        return new EpochAnswer(query.partition(), error, Optional.empty());
    }

    private interface Question<A> {
        A ask(PartitionRuntime partition, PartitionLog log) throws IOException;
    }
}
