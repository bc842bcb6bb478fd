package gossip.core.group;

import gossip.api.PartitionId;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Progress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The next step of one member towards its target: first it gives back what is not in the target, and only then comes to the
 * target's epoch and takes what others have given back.
 *
 * @param targetEpoch epoch of the target
 * @param target what it will own
 * @param isFree whether nobody owns a partition
 */
record Reconciliation(int targetEpoch, Set<PartitionId> target, Predicate<PartitionId> isFree) {
    /**
     * Takes the step.
     *
     * @param now where the member stands
     * @param reported what it says that it owns, if it says so
     * @return where it stands after that
     */
    Holding next(Holding now, Optional<Set<PartitionId>> reported) {
        return switch (now.progress()) {
            case STABLE -> now.epoch() == targetEpoch ? now : next(now, now.epoch(), reported);
            case REVOKING -> stillOwns(now.revoking(), reported) ? now : next(now, now.epoch() + 1, reported);
            case WAITING -> next(now, now.epoch(), reported);
        };
    }

    private static boolean stillOwns(Set<PartitionId> revoking, Optional<Set<PartitionId>> reported) {
        return reported.isEmpty() || reported.get().stream().anyMatch(revoking::contains);
    }

    private Holding next(Holding now, int epoch, Optional<Set<PartitionId>> reported) {
        Set<PartitionId> kept = new HashSet<>(now.assigned());
        kept.retainAll(target);
        Set<PartitionId> revoking = new HashSet<>(now.assigned());
        revoking.removeAll(kept);
        if (!revoking.isEmpty() && stillOwns(revoking, reported)) {
            return new Holding(epoch, now.epoch(), Progress.REVOKING, kept, revoking);
        }
        Set<PartitionId> wanted = new HashSet<>(target);
        wanted.removeAll(kept);
        // what it gives back with this very step is free for it, too
        boolean waits = wanted.removeIf(
                partition -> !isFree.test(partition) && !now.revoking().contains(partition));
        kept.addAll(wanted);
        return new Holding(targetEpoch, now.epoch(), waits ? Progress.WAITING : Progress.STABLE, kept, Set.of());
    }
}
