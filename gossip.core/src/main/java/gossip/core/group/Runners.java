package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The groups that have, or lately had, members here. A group that is not among them is looked for in the store. Thread-safe;
 * groups do not wait for each other.
 */
final class Runners {
    private static final Logger LOG = System.getLogger(Runners.class.getName());

    private final Map<String, GroupRunner> byGroup = new ConcurrentHashMap<>();
    /** Those whose entries are damaged or of a newer version; what is kept of them stays. */
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    private final int maxGroups;
    private final GroupStore store;
    private final GroupRunner.Parts parts;

    Runners(
            int maxGroups,
            GroupLimits limits,
            GroupTimer timer,
            GroupStore store,
            MetadataStore metadata,
            InstantSource clock) {
        this.maxGroups = maxGroups;
        this.store = store;
        this.parts = new GroupRunner.Parts(limits, timer, store, metadata, clock, this::replace, this::ended);
    }

    Collection<GroupRunner> all() {
        return byGroup.values();
    }

    /** Whether one more group, or this one if it is there, may have members here. */
    boolean hasRoomFor(String group) {
        return byGroup.size() < maxGroups || find(group).isPresent();
    }

    /** Members of all groups. */
    int memberCount() {
        return byGroup.values().stream()
                .mapToInt(runner -> runner.read(GroupMachine::memberCount))
                .sum();
    }

    /** Groups that were asked for and could not be restored. */
    int unreadableCount() {
        return unreadable.size();
    }

    /** Whether a group could not be restored from what is kept of it. */
    boolean isUnreadable(String group) {
        return unreadable.contains(group);
    }

    /** Another node sees to them now. */
    void forgetUnreadable(Predicate<String> moved) {
        unreadable.removeIf(moved);
    }

    /** NONE if the group can be found, or found to be missing. */
    ErrorCode problemWith(String group) {
        try {
            find(group);
            return ErrorCode.NONE;
        } catch (BrokerException e) {
            return e.code();
        }
    }

    int count() {
        return byGroup.size();
    }

    /**
     * The group as it is, or as it was kept; empty if there is neither.
     *
     * @throws BrokerException if it was kept, but cannot be read
     */
    Optional<GroupRunner> find(String group) {
        GroupRunner present = byGroup.get(group);
        if (present != null && !present.isRetired()) {
            return Optional.of(present);
        }
        return Optional.ofNullable(
                byGroup.compute(group, (id, now) -> now != null && !now.isRetired() ? now : kept(id)));
    }

    /** Brings an event to a group that exists; false if there is none. */
    boolean applyIfPresent(String group, GroupEvent event) {
        Optional<GroupRunner> runner = find(group);
        while (runner.isPresent() && !runner.get().apply(event)) {
            runner = find(group);
        }
        return runner.isPresent();
    }

    /** Brings an event to a group, which is created if there is none. */
    void apply(String group, GroupEvent event) {
        while (!findOrCreate(group).apply(event)) {
            // it went out of use just now; the next is another
        }
    }

    private GroupRunner findOrCreate(String group) {
        return find(group).orElseGet(() -> byGroup.computeIfAbsent(group, id -> new GroupRunner(id, parts)));
    }

    private @Nullable GroupRunner kept(String group) {
        Map<String, ByteBuffer> entries = store.entries(group);
        GroupRunner restored = entries.isEmpty() ? null : restore(group, entries);
        unreadable.remove(group);
        return restored;
    }

    private GroupRunner restore(String group, Map<String, ByteBuffer> entries) {
        try {
            return GroupRunner.restored(group, parts, entries);
        } catch (RuntimeException e) {
            String message = "the state of group '" + group
                    + "' cannot be read; run the version that wrote it, or delete the group to begin anew";
            if (unreadable.add(group)) {
                LOG.log(Level.ERROR, message, e);
            }
            throw new BrokerException(ErrorCode.UNKNOWN_SERVER_ERROR, message, e);
        }
    }

    /** Goes on with what is durable, so that members that stay away are noticed. */
    private void replace(GroupRunner broken) {
        try {
            find(broken.group());
        } catch (BrokerException e) {
            LOG.log(Level.DEBUG, "group {0} goes on when it is asked for, or read back: {1}", broken.group(), e);
        }
    }

    private void ended(GroupRunner runner) {
        byGroup.remove(runner.group(), runner);
    }

    /** Takes a group out of memory whose members have to go to another node. */
    void unload(GroupRunner runner) {
        runner.apply(new GroupEvent.Unload());
        byGroup.remove(runner.group(), runner);
    }
}
