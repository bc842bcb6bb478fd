package gossip.core.group;

import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.core.group.GroupEffect.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private CompletionStage<Void> kept = CompletableFuture.completedFuture(null);
    private boolean retired;

    /**
     * What runners work with.
     *
     * @param limits what a group may take
     * @param timer wakes machines up
     * @param store keeps what machines want kept
     * @param metadata where topics and settings are looked up
     * @param clock stamps what is kept
     * @param broken told of a runner that is out of use because something could not be kept
     */
    record Parts(
            GroupLimits limits,
            GroupTimer timer,
            GroupStore store,
            MetadataStore metadata,
            InstantSource clock,
            Consumer<GroupRunner> broken) {}

    GroupRunner(String group, Parts parts) {
        this.group = group;
        this.machine = new ClassicMachine(group, parts.limits());
        this.parts = parts;
    }

    /** Goes on from what another runner kept. */
    static GroupRunner restored(String group, Parts parts, Map<String, ByteBuffer> entries) {
        GroupRunner runner = new GroupRunner(group, parts);
        if (entries.containsKey(ConsumerRecords.GROUP)) {
            runner.machine = new ConsumerMachine(group, parts.limits());
        }
        runner.apply(new GroupEvent.Restore(entries));
        return runner;
    }

    String group() {
        return group;
    }

    /** Brings an event; false if the runner is out of use and another must be found. */
    boolean apply(GroupEvent event) {
        List<Answer<?>> answers;
        CompletionStage<Void> before;
        synchronized (this) {
            if (retired) {
                return false;
            }
            int generation = machine.generation();
            answers = new ArrayList<>();
            Map<String, Optional<ByteBuffer>> toKeep = new HashMap<>();
            perform(machine.apply(event, now()), answers, toKeep);
            if (!toKeep.isEmpty()) {
                kept = parts.store().write(group, GroupStore.Changes.entries(toKeep));
            }
            before = kept;
            if (machine.generation() != generation) {
                logGeneration();
            }
            if (machine.isDead()) {
                retire();
            }
        }
        before.whenComplete((done, failure) -> {
            if (failure == null) {
                answers.forEach(Answer::send);
            } else {
                giveUp(answers, failure);
            }
        });
        return true;
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

    private void retire() {
        retired = true;
        cancelWake.run();
    }

    /** Something could not be kept: whoever waits is told, and the next runner begins from what is durable. */
    private void giveUp(List<Answer<?>> answers, Throwable cause) {
        List<Answer<?>> waiting = new ArrayList<>();
        boolean first;
        synchronized (this) {
            first = !retired;
            if (first) {
                perform(machine.apply(new GroupEvent.Unload(), now()), waiting, new HashMap<>());
                retire();
            }
        }
        answers.forEach(answer -> answer.fail(cause));
        waiting.forEach(answer -> answer.fail(cause));
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

    /** Takes the runner out of use if its group has no members. */
    synchronized boolean retireIfVacant() {
        if (!retired && machine.isVacant()) {
            retire();
        }
        return retired;
    }

    synchronized <R> R read(Function<GroupMachine, R> view) {
        return view.apply(machine);
    }
}
