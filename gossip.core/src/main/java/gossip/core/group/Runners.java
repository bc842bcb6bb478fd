package gossip.core.group;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The groups that have, or lately had, members here. Thread-safe; groups do not wait for each other. */
final class Runners {
    private final Map<String, GroupRunner> byGroup = new ConcurrentHashMap<>();
    private final GroupLimits limits;
    private final GroupTimer timer;

    Runners(GroupLimits limits, GroupTimer timer) {
        this.limits = limits;
        this.timer = timer;
    }

    Collection<GroupRunner> all() {
        return byGroup.values();
    }

    int count() {
        return byGroup.size();
    }

    Optional<GroupRunner> find(String group) {
        return Optional.ofNullable(byGroup.get(group)).filter(runner -> !runner.isRetired());
    }

    /** Brings an event to a group that exists; false if there is none. */
    boolean applyIfPresent(String group, GroupEvent event) {
        return find(group).filter(runner -> runner.apply(event)).isPresent();
    }

    /** Brings an event to a group, which is created if there is none. */
    void apply(String group, GroupEvent event) {
        GroupRunner runner = byGroup.computeIfAbsent(group, g -> new GroupRunner(g, limits, timer));
        while (!runner.apply(event)) {
            byGroup.remove(group, runner);
            runner = byGroup.computeIfAbsent(group, g -> new GroupRunner(g, limits, timer));
        }
    }

    /** Forgets a group that is out of use, or that has nothing to be lost. */
    void forget(GroupRunner runner) {
        if (runner.retireIfEmpty()) {
            byGroup.remove(runner.group(), runner);
        }
    }
}
