package gossip.core.admin;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration.Outcome;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what is wanted of replicas. The preferred replica of every partition leads it, and records are not copied between
 * brokers, so that there is nothing to elect and nothing to move. Pure.
 */
final class Replicas {
    private Replicas() {}

    static Map<TopicPartition, Outcome> elect(MetadataImage image, Optional<Set<TopicPartition>> wanted) {
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        wanted.orElse(Set.of())
                .forEach(partition -> outcomes.put(
                        partition,
                        find(image, partition).isPresent()
                                ? new Outcome(
                                        ErrorCode.ELECTION_NOT_NEEDED,
                                        "Leader election not needed for topic partition.")
                                : unknown(partition)));
        return outcomes;
    }

    static Outcome reassign(
            MetadataImage image, TopicPartition partition, Optional<List<Integer>> wanted, boolean mayChangeCount) {
        Optional<TopicImage> topic = find(image, partition);
        if (topic.isEmpty()) {
            return unknown(partition);
        }
        if (wanted.isEmpty()) {
            return new Outcome(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, "No partition reassignment is in progress.");
        }
        List<Integer> present = replicas(topic.get().assignment(), partition.partition());
        List<Integer> replicas = wanted.get();
        String problem = problem(image, replicas);
        if (!problem.isEmpty()) {
            return new Outcome(ErrorCode.INVALID_REPLICA_ASSIGNMENT, problem);
        }
        if (!mayChangeCount && replicas.size() != present.size()) {
            return new Outcome(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    partition + " has " + present.size() + " replicas, not " + replicas.size());
        }
        return replicas.equals(present)
                ? Outcome.DONE
                : new Outcome(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        partition + " has the replicas " + present + ", and this broker cannot copy records to "
                                + replicas);
    }

    static boolean isKnown(MetadataImage image, TopicPartition partition) {
        return find(image, partition).isPresent();
    }

    private static String problem(MetadataImage image, List<Integer> replicas) {
        if (replicas.isEmpty()) {
            return "a partition needs at least one replica";
        }
        if (new HashSet<>(replicas).size() < replicas.size()) {
            return "the replicas " + replicas + " name a broker twice";
        }
        for (int broker : replicas) {
            if (!image.brokers().containsKey(broker)) {
                return "broker " + broker + " is not registered";
            }
        }
        return "";
    }

    private static List<Integer> replicas(Assignment assignment, int partition) {
        int factor = assignment.replicationFactor();
        List<Integer> replicas = new ArrayList<>();
        for (int i = 0; i < factor; i++) {
            replicas.add(assignment.flat()[partition * factor + i]);
        }
        return replicas;
    }

    private static Optional<TopicImage> find(MetadataImage image, TopicPartition partition) {
        return image.topic(partition.topic()).filter(topic -> topic.has(partition.partition()));
    }

    private static Outcome unknown(TopicPartition partition) {
        return new Outcome(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no partition " + partition);
    }
}
