package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.group.GroupStore;
import gossip.api.group.GroupStore.Changes;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.core.topic.OffsetsTopic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Forgets what nobody needs: groups without members and offsets, offsets that are too old, and offsets of deleted topics.
 * Called by the timer's thread and by the metadata store; never blocks.
 */
final class Housekeeping {
    /** How often to look, and how long a group without members is kept at least. */
    static final int INTERVAL_MS = 600_000;

    /** Topics that are deleted in this time are looked for together. */
    static final int GATHERING_MS = 1_000;

    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

    private final Runners runners;
    private final GroupStore offsets;
    private final MetadataStore metadata;
    private final InstantSource clock;
    private final long retentionMs;
    private final GroupTimer timer;
    private final AtomicBoolean forgetting = new AtomicBoolean();

    Housekeeping(
            Runners runners,
            GroupStore offsets,
            MetadataStore metadata,
            InstantSource clock,
            GroupTimer timer,
            long retentionMs) {
        this.timer = timer;
        this.runners = runners;
        this.offsets = offsets;
        this.metadata = metadata;
        this.clock = clock;
        this.retentionMs = retentionMs;
    }

    /** Looks at all groups. */
    void sweep() {
        forgetMissingTopics();
        if (retentionMs >= 0) {
            offsets.groups().forEach(group -> alone(group, () -> expire(group)));
        }
        runners.all().forEach(runner -> alone(runner.group(), () -> forgetIfUnused(runner)));
    }

    /** The other groups do not suffer from one that cannot be looked at; it is looked at again the next time. */
    private static void alone(String group, Runnable work) {
        try {
            work.run();
        } catch (BrokerException e) {
            LOG.log(Level.DEBUG, "group {0} stays as it is for now: {1}", group, e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "group '" + group + "' cannot be looked at; it stays as it is", e);
        }
    }

    private void forgetIfUnused(GroupRunner runner) {
        String group = runner.group();
        boolean longEmpty = runner.emptyForMs().filter(ms -> ms >= INTERVAL_MS).isPresent();
        if (longEmpty
                && offsets.offsets(group).isEmpty()
                && offsets.undecided(group).isEmpty()) {
            CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
            runner.apply(new GroupEvent.Delete(reply));
            reply.whenComplete((outcome, failure) -> note(group, outcome, failure));
        }
    }

    private static void note(String group, ErrorCode outcome, Throwable failure) {
        if (failure != null) {
            LOG.log(Level.WARNING, "group " + group + " without members or offsets stays for now", failure);
        } else if (outcome == ErrorCode.NONE) {
            LOG.log(Level.INFO, "group {0}: forgotten, since it has neither members nor offsets", group);
        }
    }

    /** What could not be deleted with its topic. */
    private void forgetMissingTopics(String group) {
        Set<TopicPartition> undecided = offsets.undecided(group);
        Set<TopicPartition> partitions = Set.copyOf(offsets.offsets(group).keySet());
        // after the offsets, which may be of topics that have just been created
        MetadataImage image = metadata.image();
        // Where there is a topic of that name again, a commit for it may be on its way, which would be deleted too. The
        // older
        // offset is told to nobody meanwhile, until it is replaced or expires.
        delete(
                group,
                partitions.stream()
                        .filter(partition -> image.topic(partition.topic()).isEmpty())
                        .filter(partition -> !undecided.contains(partition))
                        .collect(Collectors.toSet()));
    }

    /**
     * An offset expires when for the time of retention it has not been committed, and no member was there that could have
     * been interested in its topic (KIP-211).
     */
    private void expire(String group) {
        long oldestMs = clock.millis() - retentionMs;
        Optional<GroupRunner> runner = runners.find(group);
        // what a transaction is about to replace is in use
        Set<TopicPartition> undecided = offsets.undecided(group);
        Map<String, Boolean> needed = new HashMap<>();
        Predicate<String> isNeeded = topic -> needed.computeIfAbsent(
                topic,
                name -> runner.filter(r -> r.read(m -> isNeeded(m, name, oldestMs)))
                        .isPresent());
        delete(
                group,
                offsets.offsets(group).entrySet().stream()
                        .filter(committed -> committed.getValue().committedAtMs() <= oldestMs)
                        .map(Map.Entry::getKey)
                        .filter(partition -> !undecided.contains(partition))
                        .filter(partition -> !isNeeded.test(partition.topic()))
                        .collect(Collectors.toSet()));
    }

    private static boolean isNeeded(GroupMachine machine, String topic, long oldestMs) {
        return machine.isVacant()
                ? machine.emptySinceMs() > oldestMs
                : machine.isOpaque() || machine.isSubscribed(topic);
    }

    /** Lets go of groups that another node coordinates now, and deletes the offsets of topics that are gone. */
    void topicsChanged(MetadataImage before, MetadataImage after) {
        Optional<TopicImage> now = after.topic(OffsetsTopic.NAME);
        if (!before.topic(OffsetsTopic.NAME).equals(now)) {
            Predicate<String> moved = group -> hasMoved(group, before.topic(OffsetsTopic.NAME), now);
            runners.all().stream().filter(runner -> moved.test(runner.group())).forEach(runners::unload);
            runners.forgetUnreadable(moved);
        }
        forgetTopics(before, after);
    }

    private static boolean hasMoved(String group, Optional<TopicImage> before, Optional<TopicImage> now) {
        return !before.map(topic -> place(group, topic)).equals(now.map(topic -> place(group, topic)));
    }

    private static List<Object> place(String group, TopicImage topic) {
        int partition = OffsetsTopic.partitionOf(group, topic.partitionCount());
        return List.of(topic.id(), partition, topic.leader(partition), topic.leaderEpoch(partition));
    }

    /** Offsets of a topic that is gone are told to nobody from now on, so that there is time to look for them. */
    private void forgetTopics(MetadataImage before, MetadataImage after) {
        boolean isAnyGone = after.topicsChangedSince(before).stream()
                .flatMap(name -> before.topic(name).stream())
                .anyMatch(topic -> after.topic(topic.id()).isEmpty());
        if (isAnyGone && forgetting.compareAndSet(false, true)) {
            timer.at(timer.nowMs() + GATHERING_MS, () -> {
                forgetting.set(false);
                forgetMissingTopics();
            });
        }
    }

    private void forgetMissingTopics() {
        offsets.groups().forEach(group -> alone(group, () -> forgetMissingTopics(group)));
    }

    private void delete(String group, Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        offsets.write(group, Changes.forget(partitions)).whenComplete((done, failure) -> {
            if (failure == null) {
                LOG.log(Level.INFO, "group {0}: forgot {1} committed offsets", group, partitions.size());
            } else {
                LOG.log(Level.WARNING, "group " + group + ": offsets of " + partitions + " stay for now", failure);
            }
        });
    }
}
