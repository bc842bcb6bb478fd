package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.core.group.GroupEffect.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives one group's machine one caller at a time, and does what it asks for. Answers are sent outside of the lock, by the
 * thread that brought the event. Thread-safe.
 */
final class GroupRunner {
    private static final Logger LOG = System.getLogger(GroupRunner.class.getName());

    private final String group;
    private final GroupMachine machine;
    private final GroupTimer timer;

    private Runnable cancelWake = () -> {};
    private boolean retired;
    private long emptySinceMs;

    GroupRunner(String group, GroupLimits limits, GroupTimer timer) {
        this.group = group;
        this.machine = new GroupMachine(limits);
        this.timer = timer;
        this.emptySinceMs = timer.nowMs();
    }

    String group() {
        return group;
    }

    /** Brings an event; false if the runner is out of use and another must be found. */
    boolean apply(GroupEvent event) {
        List<Answer<?>> answers = new ArrayList<>();
        synchronized (this) {
            if (retired) {
                return false;
            }
            int generation = machine.generation();
            for (GroupEffect effect : machine.apply(event, timer.nowMs())) {
                switch (effect) {
                    case Answer<?> answer -> answers.add(answer);
                    case GroupEffect.WakeAt wake -> wakeAt(wake.atMs());
                }
            }
            if (machine.generation() != generation) {
                begun();
            }
            if (machine.state() == GroupState.DEAD) {
                retired = true;
                cancelWake.run();
            }
        }
        answers.forEach(Answer::send);
        return true;
    }

    private void wakeAt(long atMs) {
        cancelWake.run();
        cancelWake = timer.at(atMs, () -> apply(new GroupEvent.Tick()));
    }

    private void begun() {
        emptySinceMs = timer.nowMs();
        LOG.log(
                Level.INFO,
                "group {0} is in generation {1} with {2} members",
                group,
                machine.generation(),
                machine.roster().size());
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** How long the group has had no members, or empty if it has some. */
    synchronized Optional<Long> emptyForMs() {
        return machine.isForgettable() ? Optional.of(timer.nowMs() - emptySinceMs) : Optional.empty();
    }

    /** Takes the runner out of use if nothing is lost by it. */
    synchronized boolean retireIfEmpty() {
        retired = retired || machine.isForgettable();
        return retired;
    }

    synchronized <R> R read(Function<GroupMachine, R> view) {
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
        boolean stable = machine.state() == GroupState.STABLE;
        String protocol = machine.protocolName();
        List<Groups.DescribedMember> members = machine.roster().members().stream()
                .map(m -> new Groups.DescribedMember(
                        m.id,
                        m.instanceId,
                        m.clientId,
                        m.clientHost,
                        stable ? m.metadata(protocol) : GroupMember.NOTHING,
                        stable ? m.assignment.asReadOnlyBuffer() : GroupMember.NOTHING))
                .toList();
        return new Groups.Described(
                ErrorCode.NONE,
                group,
                machine.state().label(),
                machine.protocolType(),
                stable ? protocol : "",
                members);
    }

    static Groups.Described described(ErrorCode error, String group, GroupState state) {
        return new Groups.Described(error, group, state.label(), "", "", List.of());
    }

    /** States in which a group has members. */
    static final Set<GroupState> WITH_MEMBERS =
            Set.of(GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE, GroupState.STABLE);
}
