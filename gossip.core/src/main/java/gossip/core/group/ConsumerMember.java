package gossip.core.group;

import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.Groups.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A member of a group of the consumer protocol.
 *
 * @param id its id
 * @param profile what it said of itself
 * @param holding where it stands
 */
record ConsumerMember(String id, Profile profile, Holding holding) {
    /**
     * What a member said of itself.
     *
     * @param instanceId of a static member
     * @param rackId where it is
     * @param clientId what its client calls itself
     * @param clientHost address of its client
     * @param rebalanceTimeoutMs how long it may take to give partitions back
     * @param assignor name of the assignor that it wants
     * @param topics names that it is subscribed to
     * @param regex pattern of names that it is subscribed to; empty for none
     * @param classic of a member that speaks the classic protocol
     */
    record Profile(
            Optional<String> instanceId,
            Optional<String> rackId,
            String clientId,
            String clientHost,
            int rebalanceTimeoutMs,
            Optional<String> assignor,
            Set<String> topics,
            String regex,
            Optional<ClassicSide> classic) {
        Profile {
            topics = Set.copyOf(topics);
        }

        boolean wantsTheSameAs(Profile other) {
            return topics.equals(other.topics) && regex.equals(other.regex);
        }
    }

    /**
     * What only a member that speaks the classic protocol has.
     *
     * @param sessionTimeoutMs silence after which it is taken out
     * @param protocols assignors with its subscription, the favourite first; at least one
     */
    record ClassicSide(int sessionTimeoutMs, List<Protocol> protocols) {
        ClassicSide {
            protocols = List.copyOf(protocols);
        }
    }

    /** What a member has to do to come to its target. */
    enum Progress {
        /** Nothing: it has all of its target for its epoch. */
        STABLE,
        /** It has to give partitions back. */
        REVOKING,
        /** It waits for partitions that others have not given back. */
        WAITING
    }

    /**
     * What a member owns.
     *
     * @param epoch epoch of the target that it has come to; {@link ConsumerGroups#PAUSING_EPOCH} if it is away for a while
     * @param previousEpoch epoch before that, under which it may still speak if an answer was lost
     * @param progress what is left to do
     * @param assigned what it may use
     * @param revoking what it has to give back, and nobody else may have before
     */
    record Holding(
            int epoch, int previousEpoch, Progress progress, Set<PartitionId> assigned, Set<PartitionId> revoking) {
        static final Holding NOTHING = new Holding(0, 0, Progress.STABLE, Set.of(), Set.of());

        Holding {
            assigned = Set.copyOf(assigned);
            revoking = Set.copyOf(revoking);
        }
    }

    ConsumerMember with(Profile next) {
        return new ConsumerMember(id, next, holding);
    }

    ConsumerMember with(Holding next) {
        return new ConsumerMember(id, profile, next);
    }

    int epoch() {
        return holding.epoch();
    }

    boolean isClassic() {
        return profile.classic().isPresent();
    }

    boolean isAway() {
        return epoch() == ConsumerGroups.PAUSING_EPOCH;
    }

    boolean isReconciledTo(int targetEpoch) {
        return holding.progress() == Progress.STABLE && epoch() == targetEpoch;
    }
}
