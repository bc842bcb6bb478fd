package gossip.api.metadata;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** All topics, by name and by id. Immutable; any thread. */
final class TopicsImage {
    static final TopicsImage EMPTY = new TopicsImage(PersistentMap.empty(TopicNames::hash), PersistentMap.empty());

    private final PersistentMap<String, TopicImage> byName;
    private final PersistentMap<UUID, TopicImage> byId;

    private TopicsImage(PersistentMap<String, TopicImage> byName, PersistentMap<UUID, TopicImage> byId) {
        this.byName = byName;
        this.byId = byId;
    }

    static TopicsImage of(List<TopicImage> topics) {
        return new TopicsImage(
                PersistentMap.of(topics, TopicImage::name, TopicNames::hash), PersistentMap.of(topics, TopicImage::id));
    }

    /**
     * What came of a command.
     *
     * @param topics the topics after it, the same object if it was refused
     * @param result what to tell the caller
     */
    record Outcome(TopicsImage topics, MetadataResult result) {}

    Optional<TopicImage> topic(String name) {
        return byName.find(name);
    }

    Optional<TopicImage> topic(UUID id) {
        return byId.find(id);
    }

    Optional<TopicImage> collidingWith(String name) {
        return byName.near(name).stream()
                .filter(topic -> TopicNames.collide(topic.name(), name))
                .findFirst();
    }

    Stream<TopicImage> all() {
        return byName.values();
    }

    int count() {
        return byName.size();
    }

    Set<String> changedSince(TopicsImage before) {
        return byName == before.byName ? Set.of() : byName.changedSince(before.byName);
    }

    Outcome create(CreateTopic command, Set<Integer> brokers) {
        if (topic(command.name()).isPresent()) {
            return refused(ErrorCode.TOPIC_ALREADY_EXISTS, "topic '" + command.name() + "' already exists");
        }
        Optional<TopicImage> colliding = command.refusesCollision() ? collidingWith(command.name()) : Optional.empty();
        if (colliding.isPresent()) {
            return refused(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "topic '" + command.name() + "' collides with the existing topic '"
                            + colliding.get().name() + "': names must differ in more than '.' and '_'");
        }
        if (topic(command.id()).isPresent()) {
            return refused(ErrorCode.INVALID_REQUEST, "topic id " + command.id() + " is already taken");
        }
        for (int broker : command.assignment().flat()) {
            if (!brokers.contains(broker)) {
                return refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, "broker " + broker + " is not registered");
            }
        }
        return with(new TopicImage(command.name(), command.id(), command.assignment(), command.configs()));
    }

    Outcome delete(DeleteTopic command) {
        return topic(command.id())
                .map(topic -> done(new TopicsImage(byName.without(topic.name()), byId.without(topic.id()))))
                .orElseGet(() -> refused(ErrorCode.UNKNOWN_TOPIC_ID, "there is no topic with id " + command.id()));
    }

    Outcome extend(CreatePartitions command) {
        Optional<TopicImage> found = topic(command.id());
        if (found.isEmpty()) {
            return refused(ErrorCode.UNKNOWN_TOPIC_ID, "there is no topic with id " + command.id());
        }
        TopicImage topic = found.get();
        if (topic.partitionCount() != command.expectedCount()) {
            return refused(
                    ErrorCode.INVALID_PARTITIONS,
                    "topic '" + topic.name() + "' has " + topic.partitionCount() + " partitions, not "
                            + command.expectedCount());
        }
        if (topic.assignment().replicationFactor() != command.added().replicationFactor()) {
            return refused(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "topic '" + topic.name() + "' has replication factor "
                            + topic.assignment().replicationFactor());
        }
        return with(
                new TopicImage(topic.name(), topic.id(), topic.assignment().plus(command.added()), topic.configs()));
    }

    Outcome alter(AlterConfigs command) {
        String name = command.resource().name();
        return topic(name)
                .map(topic -> with(altered(topic, command)))
                .orElseGet(() -> refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + name + "'"));
    }

    private static TopicImage altered(TopicImage topic, AlterConfigs command) {
        Map<String, String> overrides = new HashMap<>(topic.configs());
        overrides.putAll(command.set());
        command.removed().forEach(overrides::remove);
        return new TopicImage(topic.name(), topic.id(), topic.assignment(), overrides);
    }

    private Outcome with(TopicImage topic) {
        return done(new TopicsImage(byName.with(topic.name(), topic), byId.with(topic.id(), topic)));
    }

    private static Outcome done(TopicsImage after) {
        return new Outcome(after, new Done());
    }

    private Outcome refused(ErrorCode code, String message) {
        return new Outcome(this, new Refused(code, message));
    }
}
