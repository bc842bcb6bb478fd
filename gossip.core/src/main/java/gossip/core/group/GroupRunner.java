package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.group.GroupStore;
import gossip.core.group.GroupEffect.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final ClassicMachine machine;
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
     * @param clock stamps what is kept
     * @param broken told of a runner that is out of use because something could not be kept
     */
    record Parts(
            GroupLimits limits,
            GroupTimer timer,
            GroupStore store,
            InstantSource clock,
            Consumer<GroupRunner> broken) {}

    GroupRunner(String group, Parts parts) {
        this.group = group;
        this.machine = new ClassicMachine(parts.limits());
        this.parts = parts;
    }

    /** Goes on from what another runner kept. */
    static GroupRunner restored(String group, Parts parts, Map<String, ByteBuffer> entries) {
        GroupRunner runner = new GroupRunner(group, parts);
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
            answers = perform(machine.apply(event, now()));
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

    private List<Answer<?>> perform(List<GroupEffect> effects) {
        List<Answer<?>> answers = new ArrayList<>();
        for (GroupEffect effect : effects) {
            switch (effect) {
                case Answer<?> answer -> answers.add(answer);
                case GroupEffect.WakeAt wake -> wakeAt(wake.atMs());
                case GroupEffect.Keep keep ->
                    kept = parts.store().write(group, GroupStore.Changes.entries(keep.entries()));
            }
        }
        return answers;
    }

    private Moment now() {
        return new Moment(parts.timer().nowMs(), parts.clock().millis());
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
        List<Answer<?>> waiting = List.of();
        boolean first;
        synchronized (this) {
            first = !retired;
            if (first) {
                waiting = perform(machine.apply(new GroupEvent.Unload(), now()));
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

    synchronized <R> R read(Function<ClassicMachine, R> view) {
        return view.apply(machine);
    }

    /** Whether a member is subscribed to a topic; every topic counts while that cannot be known. */
    synchronized boolean isSubscribed(String topic) {
        return machine.roster().members().stream()
                .map(m -> Subscription.topics(m.metadata(machine.protocolName())))
                .anyMatch(topics -> topics.map(t -> t.contains(topic)).orElse(true));
    }

    synchronized Groups.Listed listed() {
        return new Groups.Listed(group, machine.protocolType(), machine.state().label());
    }

    synchronized Groups.Described described() {
        boolean stable = machine.state() == ClassicState.STABLE;
        String protocol = machine.protocolName();
        List<Groups.DescribedMember> members = machine.roster().members().stream()
                .map(m -> new Groups.DescribedMember(
                        m.id,
                        m.instanceId,
                        m.clientId,
                        m.clientHost,
                        stable ? m.metadata(protocol) : ClassicMember.NOTHING,
                        stable ? m.assignment.asReadOnlyBuffer() : ClassicMember.NOTHING))
                .toList();
        return new Groups.Described(
                ErrorCode.NONE,
                group,
                machine.state().label(),
                machine.protocolType(),
                stable ? protocol : "",
                members);
    }

    static Groups.Described described(ErrorCode error, String group, ClassicState state) {
        return new Groups.Described(error, group, state.label(), "", "", List.of());
    }

    /** States in which a group has members. */
    static final Set<ClassicState> WITH_MEMBERS =
            Set.of(ClassicState.PREPARING_REBALANCE, ClassicState.COMPLETING_REBALANCE, ClassicState.STABLE);
}
