package gossip.core.transaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.Described;
import gossip.api.broker.Transactions.Filter;
import gossip.api.broker.Transactions.Listed;
import gossip.api.broker.Transactions.Listing;
import gossip.api.security.Operation;
import gossip.core.pattern.PatternCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lists and describes transactional ids. Thread-safe; never blocks. */
final class TransactionQueries {
    private static final ProducerIdentity NOBODY = new ProducerIdentity(-1, (short) -1);

    private static final int MOST_CHARACTERS = 1024;

    private final TransactionLog log;
    private final TransactionAccess access;

    TransactionQueries(TransactionLog log, TransactionAccess access) {
        this.log = log;
        this.access = access;
    }

    Listing list(RequestContext context, Filter filter, long nowMs) {
        Set<String> unknown = filter.states().stream()
                .filter(state -> TransactionStatus.of(state).isEmpty())
                .collect(Collectors.toSet());
        if (log.isLoading()) {
            return new Listing(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, unknown, List.of());
        }
        Optional<Predicate<String>> matches = matcher(filter.pattern());
        if (matches.isEmpty()) {
            return new Listing(ErrorCode.INVALID_REGULAR_EXPRESSION, unknown, List.of());
        }
        boolean noneCanMatch =
                !filter.states().isEmpty() && unknown.size() == filter.states().size();
        if (noneCanMatch) {
            return new Listing(ErrorCode.NONE, unknown, List.of());
        }
        List<Listed> found = new ArrayList<>();
        for (StatePartition partition : log.ready()) {
            for (TransactionRunner runner : partition.runners()) {
                runner.transaction()
                        .filter(transaction -> isWanted(transaction, filter, nowMs))
                        .filter(transaction -> matches.get().test(runner.transactionalId()))
                        .filter(transaction -> may(context, runner.transactionalId()))
                        .ifPresent(transaction -> found.add(new Listed(
                                runner.transactionalId(),
                                transaction.producer().producerId(),
                                transaction.status().label())));
            }
        }
        found.sort(Comparator.comparing(Listed::transactionalId));
        return new Listing(ErrorCode.NONE, unknown, found);
    }

    private boolean may(RequestContext context, String transactionalId) {
        return access.check(context, Operation.DESCRIBE, transactionalId) == ErrorCode.NONE;
    }

    private static boolean isWanted(Transaction transaction, Filter filter, long nowMs) {
        boolean isOpen = transaction.status() == TransactionStatus.ONGOING
                || transaction.status().isPrepared();
        boolean longEnough = filter.openForMs() < 0 || isOpen && nowMs - transaction.startedAtMs() > filter.openForMs();
        return longEnough
                && (filter.states().isEmpty()
                        || filter.states().contains(transaction.status().label()))
                && (filter.producerIds().isEmpty()
                        || filter.producerIds().contains(transaction.producer().producerId()));
    }

    /**
     * RE2 takes time only in proportion to the id: ids are gone through on a thread that serves others too. Compiling is not
     * as cheap, so what is too large is refused before.
     */
    private static Optional<Predicate<String>> matcher(String pattern) {
        if (pattern.isEmpty()) {
            return Optional.of(id -> true);
        }
        if (pattern.length() > MOST_CHARACTERS
                || PatternCost.problemWith(pattern).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(pattern)::matches);
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    Described describe(RequestContext context, String transactionalId) {
        ErrorCode problem = access.check(context, Operation.DESCRIBE, transactionalId);
        if (problem != ErrorCode.NONE) {
            return failed(problem, transactionalId);
        }
        try {
            return log.ready(transactionalId)
                    .find(transactionalId)
                    .map(transaction -> described(context, transactionalId, transaction))
                    .orElseGet(() -> failed(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND, transactionalId));
        } catch (BrokerException e) {
            return failed(e.code(), transactionalId);
        }
    }

    private Described described(RequestContext context, String transactionalId, Transaction transaction) {
        Set<TopicPartition> visible = transaction.partitions().stream()
                .filter(partition -> access.mayTopic(context, Operation.DESCRIBE, partition.topic()))
                .collect(Collectors.toSet());
        return new Described(
                ErrorCode.NONE,
                transactionalId,
                transaction.status().label(),
                transaction.timeoutMs(),
                transaction.startedAtMs(),
                transaction.producer(),
                visible);
    }

    private static Described failed(ErrorCode error, String transactionalId) {
        return new Described(error, transactionalId, "", 0, -1, NOBODY, Set.of());
    }
}
