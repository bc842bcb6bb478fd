package gossip.core.group;

import gossip.api.PartitionId;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.core.assign.Assignor;
import gossip.core.assign.Demand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the targets of all members of a group. Belongs to one {@link ConsumerMachine}. */
final class Targets {
    private final ConsumerState state;
    private final TopicInterest interest;
    private final List<Assignor> assignors;

    Targets(ConsumerState state, TopicInterest interest, List<Assignor> assignors) {
        this.state = state;
        this.interest = interest;
        this.assignors = assignors;
    }

    /** Makes targets of the present epoch, if that has not been done. */
    void refresh(MetadataImage now) {
        ConsumerRecords.Epochs epochs = state.epochs();
        if (epochs.assignmentEpoch() == epochs.epoch()) {
            return;
        }
        Map<String, Set<PartitionId>> targets = assignor().assign(demand(now));
        state.members().forEach(member -> state.target(member.id(), targets.getOrDefault(member.id(), Set.of())));
        state.epochs(
                new ConsumerRecords.Epochs(epochs.epoch(), epochs.epoch(), epochs.topicsHash(), epochs.emptySinceMs()));
    }

    private Demand demand(MetadataImage now) {
        Map<String, Demand.Member> members = new HashMap<>();
        state.members()
                .forEach(member -> members.put(
                        member.id(),
                        new Demand.Member(
                                member.profile().instanceId(), topics(member, now), state.target(member.id()))));
        return new Demand(members, interest.partitionCounts(now));
    }

    private Set<UUID> topics(ConsumerMember member, MetadataImage now) {
        return interest.names(member.profile())
                .flatMap(name -> now.topic(name).stream())
                .map(TopicImage::id)
                .collect(Collectors.toSet());
    }

    /** The assignor that most members want; the first of all if none is wanted more than others. */
    Assignor assignor() {
        Map<String, Long> votes = state.members().stream()
                .flatMap(member -> member.profile().assignor().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Assignor chosen = assignors.getFirst();
        for (Assignor assignor : assignors) {
            if (votes.getOrDefault(assignor.name(), 0L) > votes.getOrDefault(chosen.name(), 0L)) {
                chosen = assignor;
            }
        }
        return chosen;
    }

    Optional<Assignor> find(String name) {
        return assignors.stream()
                .filter(assignor -> assignor.name().equals(name))
                .findFirst();
    }

    String names() {
        return assignors.stream().map(Assignor::name).collect(Collectors.joining(", "));
    }
}
