package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.core.transaction.TransactionEffect.Mark;
import gossip.core.transaction.TransactionEffect.NeedId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the topic of transactions, led by this node: the transactional ids in it. It is read once; when a write
 * fails it is out of use, and another object reads it again. Thread-safe.
 */
final class StatePartition implements TransactionRunner.Surroundings {
    /** How long a partition that cannot be read or written is left alone. */
    private static final int READ_AGAIN_MS = 1_000;

    private static final Logger LOG = System.getLogger(StatePartition.class.getName());

    private final Incarnation id;
    private final TopicPartition name;
    private final Collaborators with;
    private final StateLane lane;
    private final Map<String, TransactionRunner> runners = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private volatile boolean failed;
    private volatile long failedAtMs;

    StatePartition(Incarnation id, TopicPartition name, StateLane lane, Collaborators with) {
        this.id = id;
        this.name = name;
        this.lane = lane;
        this.with = with;
    }

    /**
     * A partition as this node leads it for a while.
     *
     * @param partition its topic's id and its number
     * @param leaderEpoch changes when somebody else may have written; the epoch of the coordinator in markers
     */
    record Incarnation(PartitionId partition, int leaderEpoch) {}

    /**
     * Who all partitions work with.
     *
     * @param machine decides
     * @param ids gives out producer ids
     * @param markers writes markers
     * @param count how many ids there are
     * @param figures counts what is decided
     * @param clock wall clock
     */
    record Collaborators(
            TransactionMachine machine,
            ProducerIdSource ids,
            MarkerSender markers,
            IdCount count,
            TransactionFigures figures,
            InstantSource clock) {}

    /** Whether it is that partition, and either can be used or failed so lately that reading it again must wait. */
    boolean isUsableAs(Incarnation wanted) {
        return id.equals(wanted) && !(failed && with.clock.millis() - failedAtMs >= READ_AGAIN_MS);
    }

    /** Completes when the ids are known; fails if they could not be read. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    boolean isReady() {
        return !failed && loaded.isDone() && !loaded.isCompletedExceptionally();
    }

    /** Reads the ids, and goes on with what is decided already. Blocks; called once. */
    void load(StateReader reader) {
        try {
            Map<String, Transaction> found = new HashMap<>();
            reader.readAll(name, found);
            found.forEach((id, transaction) -> {
                runners.put(id, runner(id, transaction));
                with.count.add(1);
            });
            if (!found.isEmpty()) {
                LOG.log(Level.INFO, "read {0} transactional ids from {1}", found.size(), name);
            }
            found.forEach((id, transaction) -> {
                if (transaction.status().isPrepared()) {
                    mark(id, TransactionMachine.mark(transaction));
                }
            });
            loaded.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failLoading(e);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "transactions cannot be read from " + name, e);
            failLoading(e);
        }
    }

    private void failLoading(Exception cause) {
        failedAtMs = with.clock.millis();
        failed = true;
        loaded.completeExceptionally(new BrokerException(
                ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "transactions could not be read from " + name, cause));
    }

    private TransactionRunner runner(String transactionalId, @Nullable Transaction transaction) {
        return new TransactionRunner(transactionalId, transaction, with.machine, lane, this);
    }

    Collection<TransactionRunner> runners() {
        return runners.values();
    }

    Optional<Transaction> find(String transactionalId) {
        return Optional.ofNullable(runners.get(transactionalId)).flatMap(TransactionRunner::transaction);
    }

    /** Brings an event to an id; only who initializes makes a new one. */
    void apply(String transactionalId, TransactionEvent event) {
        TransactionRunner runner = runners.get(transactionalId);
        if (runner != null && runner.apply(event, with.clock.millis())) {
            sweep(runner);
            return;
        }
        if (runner != null) {
            // whoever took it out of use may not have come to that yet
            drop(runner);
        }
        switch (event) {
            case TransactionEvent.Initialize init -> create(transactionalId, init);
            case TransactionEvent.Request<?> request ->
                request.reply().refuse(failed ? ErrorCode.NOT_COORDINATOR : ErrorCode.INVALID_PRODUCER_ID_MAPPING);
            case TransactionEvent.Marked marked -> {
                // forgotten, or read again by another object
            }
            case TransactionEvent.Tick tick -> {
                // likewise
            }
        }
    }

    private void create(String transactionalId, TransactionEvent.Initialize event) {
        if (!with.count.tryAdd()) {
            LOG.log(Level.WARNING, with.count.refusal(transactionalId));
            event.reply().refuse(ErrorCode.POLICY_VIOLATION);
            return;
        }
        TransactionRunner fresh = runner(transactionalId, null);
        TransactionRunner present = runners.putIfAbsent(transactionalId, fresh);
        if (present != null) {
            with.count.add(-1);
        }
        if (failed) {
            drop(fresh);
            event.reply().refuse(ErrorCode.NOT_COORDINATOR);
        } else if (present == null && fresh.apply(event, with.clock.millis())) {
            sweep(fresh);
        } else {
            apply(transactionalId, event);
        }
    }

    /** Lets go of what nothing is known of. */
    private void sweep(TransactionRunner runner) {
        boolean isForgotten = runner.transaction().isEmpty() ? runner.retireIfUnknown() : runner.isRetired();
        if (isForgotten) {
            drop(runner);
        }
    }

    private void drop(TransactionRunner runner) {
        if (runners.remove(runner.transactionalId(), runner)) {
            with.count.add(-1);
        }
    }

    /** Lets time pass. */
    void tick(long nowMs) {
        runners.values().forEach(runner -> {
            if (runner.apply(new TransactionEvent.Tick(), nowMs)) {
                sweep(runner);
            }
        });
    }

    @Override
    public void mark(String transactionalId, Mark mark) {
        with.markers.send(
                mark,
                id.leaderEpoch(),
                () -> apply(transactionalId, new TransactionEvent.Marked(mark.producer())),
                () -> !failed);
    }

    @Override
    public void allocate(String transactionalId, NeedId need) {
        with.ids
                .next()
                .thenAccept(producerId -> apply(transactionalId, need.retry().apply(producerId)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.log(
                                Level.WARNING,
                                "no producer id for transactional id '" + transactionalId + "'",
                                failure);
                        need.reply().refuse(StateLane.code(failure));
                    }
                });
    }

    @Override
    public void decided(Transaction transaction) {
        with.figures.decided(transaction.status());
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (lane) {
            if (failed) {
                return;
            }
            failedAtMs = with.clock.millis();
            failed = true;
        }
        LOG.log(Level.WARNING, "the transactions of " + name + " are read anew: " + cause.getMessage());
        close();
    }

    /** Takes it out of use. */
    void close() {
        failed = true;
        runners.values().forEach(runner -> {
            runner.retire();
            drop(runner);
        });
    }
}
