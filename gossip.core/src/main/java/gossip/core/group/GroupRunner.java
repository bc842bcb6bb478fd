package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.core.group.GroupEffect.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gives one group's machine one caller at a time, and does what it asks for. Answers are sent outside of the lock when all
 * that the machine wanted kept is durable. If it cannot be made durable, the runner is out of use, since its machine is ahead
 * of what would be found after a restart. Thread-safe.
 */
final class GroupRunner {
    private static final Logger LOG = System.getLogger(GroupRunner.class.getName());

    private final String group;
    private GroupMachine machine;
    private final Parts parts;

    private Runnable cancelWake = () -> {};
    private CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);
    private final Queue<Delivery> deliveries = new ArrayDeque<>();
    /** Requests to look for answers that may go; only who raises it from 0 does. */
    private final AtomicInteger deliverCalls = new AtomicInteger();

    private boolean retired;
    private boolean toBeReplaced;

    /**
     * What runners work with.
     *
     * @param limits what a group may take
     * @param timer wakes machines up
     * @param store keeps what machines want kept
     * @param metadata where topics and settings are looked up
     * @param clock stamps what is kept
     * @param broken told of a runner that is out of use because something could not be kept
     * @param ended told of a runner that is out of use because its group has ended
     */
    record Parts(
            GroupLimits limits,
            GroupTimer timer,
            GroupStore store,
            MetadataStore metadata,
            InstantSource clock,
            Consumer<GroupRunner> broken,
            Consumer<GroupRunner> ended) {}

    /**
     * Answers to an event.
     *
     * @param kept what has to be durable first
     * @param answers in order
     * @param waiting who has sent the event, and is told if it fails
     * @param ends whether the group has ended by then
     */
    private record Delivery(
            CompletableFuture<Void> kept,
            List<Answer<?>> answers,
            Optional<CompletableFuture<?>> waiting,
            boolean ends) {}

    GroupRunner(String group, Parts parts) {
        this.group = group;
        this.machine = new ClassicMachine(group, parts.limits());
        this.parts = parts;
    }

    /**
     * Goes on from what another runner kept.
     *
     * @throws RuntimeException if that is damaged
     */
    static GroupRunner restored(String group, Parts parts, Map<String, ByteBuffer> entries) {
        GroupRunner runner = new GroupRunner(group, parts);
        runner.restore(entries);
        return runner;
    }

    private synchronized void restore(Map<String, ByteBuffer> entries) {
        if (entries.containsKey(ConsumerRecords.GROUP)) {
            machine = new ConsumerMachine(group, parts.limits());
        }
        take(new GroupEvent.Restore(entries), new ArrayList<>());
    }

    String group() {
        return group;
    }

    /** Brings an event; false if the runner is out of use and another must be found. */
    boolean apply(GroupEvent event) {
        CompletableFuture<Void> before;
        synchronized (this) {
            if (retired) {
                return false;
            }
            boolean unloads = event instanceof GroupEvent.Unload;
            if (machine.isDead() && !unloads) {
                event.waiting().ifPresent(this::refuse);
                return true;
            }
            List<Answer<?>> answers = new ArrayList<>();
            before = takeOrStop(event, answers);
            boolean ends = !retired && machine.isDead() && !unloads;
            deliveries.add(new Delivery(before, answers, event.waiting(), ends));
            if (unloads) {
                retire();
            }
        }
        before.whenComplete((done, failure) -> deliver());
        return true;
    }

    /** A group that is being deleted is still found where it is kept; there is no other that could take the event. */
    private void refuse(CompletableFuture<?> waiting) {
        waiting.completeExceptionally(new BrokerException(
                ErrorCode.COORDINATOR_NOT_AVAILABLE, "group '" + group + "' is being deleted; try again"));
    }

    /** A machine that has failed half-way is out of use like one whose changes could not be kept: what is durable is whole. */
    private CompletableFuture<Void> takeOrStop(GroupEvent event, List<Answer<?>> answers) {
        try {
            take(event, answers);
            return kept;
        } catch (RuntimeException e) {
            String message =
                    "group '" + group + "' could not take " + event.getClass().getSimpleName();
            LOG.log(Level.ERROR, message, e);
            answers.clear();
            stop(answers);
            return CompletableFuture.failedFuture(new BrokerException(ErrorCode.UNKNOWN_SERVER_ERROR, message, e));
        }
    }

    /** Goes out of use, to be replaced; adds the answers to those who wait. */
    private void stop(List<Answer<?>> waiting) {
        try {
            perform(machine.apply(new GroupEvent.Unload(), now()), waiting, new HashMap<>());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "those who wait for group '" + group + "' are not told that it begins anew", e);
        }
        retire();
        toBeReplaced = true;
    }

    private void take(GroupEvent event, List<Answer<?>> answers) {
        int generation = machine.generation();
        Map<String, Optional<ByteBuffer>> toKeep = new HashMap<>();
        perform(machine.apply(event, now()), answers, toKeep);
        if (event instanceof GroupEvent.Delete && machine.isDead()) {
            // in the order of the decisions: whoever creates the group anew writes after that
            kept = parts.store().delete(group).toCompletableFuture();
        } else if (!toKeep.isEmpty()) {
            kept = parts.store()
                    .write(group, GroupStore.Changes.entries(toKeep))
                    .toCompletableFuture();
        }
        if (machine.generation() != generation) {
            logGeneration();
        }
    }

    /** Answers in the order of the events: of two commits the later one is then written later. */
    private void deliver() {
        if (deliverCalls.getAndIncrement() > 0) {
            return;
        }
        do {
            for (Optional<Delivery> next = nextDelivery(); next.isPresent(); next = nextDelivery()) {
                send(next.get());
            }
        } while (deliverCalls.decrementAndGet() > 0);
    }

    private synchronized Optional<Delivery> nextDelivery() {
        Delivery next = deliveries.peek();
        return next != null && next.kept().isDone() ? Optional.of(deliveries.remove()) : Optional.empty();
    }

    private void send(Delivery delivery) {
        if (delivery.kept().isCompletedExceptionally()) {
            giveUp(delivery, delivery.kept().exceptionNow());
            return;
        }
        if (delivery.ends()) {
            end();
        }
        delivery.answers().forEach(Answer::send);
    }

    /** Gathers answers and what is to be kept, so that all that one event changes is kept or nothing. */
    private void perform(List<GroupEffect> effects, List<Answer<?>> answers, Map<String, Optional<ByteBuffer>> toKeep) {
        for (GroupEffect effect : effects) {
            switch (effect) {
                case Answer<?> answer -> answers.add(answer);
                case GroupEffect.WakeAt wake -> wakeAt(wake.atMs());
                case GroupEffect.Keep keep -> toKeep.putAll(keep.entries());
                case GroupEffect.Become become -> {
                    machine = become.machine();
                    become.events().forEach(event -> perform(machine.apply(event, now()), answers, toKeep));
                }
            }
        }
    }

    private Moment now() {
        return new Moment(
                parts.timer().nowMs(), parts.clock().millis(), parts.metadata().image());
    }

    private void wakeAt(long atMs) {
        cancelWake.run();
        cancelWake = parts.timer().at(atMs, () -> apply(new GroupEvent.Tick()));
    }

    private void end() {
        synchronized (this) {
            retire();
        }
        parts.ended().accept(this);
    }

    private void retire() {
        retired = true;
        cancelWake.run();
    }

    /** Something could not be kept: whoever waits is told, and the next runner begins from what is durable. */
    private void giveUp(Delivery delivery, Throwable cause) {
        List<Answer<?>> waiting = new ArrayList<>(delivery.answers());
        boolean first;
        synchronized (this) {
            if (!retired) {
                stop(waiting);
            }
            first = toBeReplaced;
            toBeReplaced = false;
        }
        waiting.forEach(answer -> answer.fail(cause));
        delivery.waiting().ifPresent(reply -> reply.completeExceptionally(cause));
        if (first) {
            LOG.log(Level.WARNING, "group " + group + " goes back to what is durable: it could not be written", cause);
            parts.broken().accept(this);
        }
    }

    private void logGeneration() {
        LOG.log(
                Level.INFO,
                "group {0} is in generation {1} with {2} members",
                group,
                machine.generation(),
                machine.memberCount());
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** How long the group has had no members, in ms, or empty if it has some. */
    synchronized Optional<Long> emptyForMs() {
        return machine.isVacant() ? Optional.of(parts.clock().millis() - machine.emptySinceMs()) : Optional.empty();
    }

    /** Patterns for which all topics have to be looked through before the next heartbeat. */
    synchronized Set<String> unresolvedPatterns(Optional<String> fresh) {
        return machine.unresolvedPatterns(fresh, parts.timer().nowMs());
    }

    synchronized <R> R read(Function<GroupMachine, R> view) {
        return view.apply(machine);
    }
}
