package gossip.core.message;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Sent;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.record.NewRecord;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.topic.TopicSettings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out where each record goes. Any thread; never blocks. */
final class Router {
    private final MetadataStore metadata;
    private final TopicSettings topicSettings;
    private final Guard guard;
    private final Topics topics;
    private final boolean autoCreates;
    /** Takes keyless records of one send after another to other partitions. */
    private final AtomicInteger turn =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    Router(MetadataStore metadata, TopicSettings topicSettings, Guard guard, Topics topics, boolean autoCreates) {
        this.metadata = metadata;
        this.topicSettings = topicSettings;
        this.guard = guard;
        this.topics = topics;
        this.autoCreates = autoCreates;
    }

    /**
     * Creates the topics that are missing, where the node does so.
     *
     * @param then is given why topics could not be created, by name; called on this thread if nothing is to be created
     */
    void withTopics(RequestContext context, List<Message> messages, Consumer<Map<String, Created>> then) {
        Set<String> missing = autoCreates ? missing(context, messages) : Set.of();
        if (missing.isEmpty()) {
            then.accept(Map.of());
            return;
        }
        List<NewTopic> wanted = missing.stream()
                .map(name -> new NewTopic(name, -1, (short) -1, Map.of(), Map.of()))
                .toList();
        topics.create(context, wanted, false)
                .whenComplete((created, failure) ->
                        then.accept(failure == null ? refusals(created) : refusals(missing, failure)));
    }

    private Set<String> missing(RequestContext context, List<Message> messages) {
        MetadataImage image = metadata.image();
        Set<String> missing = new LinkedHashSet<>();
        for (Message message : messages) {
            String topic = message.topic();
            if (image.topic(topic).isEmpty() && !missing.contains(topic) && mayKnow(context, topic)) {
                missing.add(topic);
            }
        }
        return missing;
    }

    private boolean mayKnow(RequestContext context, String topic) {
        return guard.allows(context, Operation.WRITE, Resource.topic(topic));
    }

    private static Map<String, Created> refusals(List<Created> created) {
        Map<String, Created> refusals = new HashMap<>();
        for (Created one : created) {
            if (one.error() != ErrorCode.NONE && one.error() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                refusals.put(one.name(), one);
            }
        }
        return refusals;
    }

    private static Map<String, Created> refusals(Set<String> missing, Throwable failure) {
        Map<String, Created> refusals = new HashMap<>();
        for (String name : missing) {
            refusals.put(
                    name,
                    new Created(
                            name,
                            Optional.empty(),
                            Failures.code(failure),
                            Failures.message(failure),
                            -1,
                            (short) -1,
                            List.of()));
        }
        return refusals;
    }

    /**
     * Gives each record its place.
     *
     * @param nowMs time of records without one
     * @param refusals why topics could not be created
     * @param sending told of each record in order
     */
    void route(
            RequestContext context,
            List<Message> messages,
            long nowMs,
            Map<String, Created> refusals,
            Sending sending) {
        Map<String, Target> targets = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Target target = targets.computeIfAbsent(message.topic(), name -> target(context, name, refusals));
            int partition = target.partition(message);
            Sent refusal = target.refuse(message, partition);
            if (refusal == null) {
                sending.add(
                        i,
                        new TopicPartition(message.topic(), partition),
                        stamped(message.record(), nowMs),
                        target.maxBatchBytes);
            } else {
                sending.refuse(i, refusal);
            }
        }
    }

    private static NewRecord stamped(NewRecord record, long nowMs) {
        return record.timestampMs() >= 0
                ? record
                : new NewRecord(nowMs, record.key(), record.value(), record.headers());
    }

    private Target target(RequestContext context, String name, Map<String, Created> refusals) {
        if (!mayKnow(context, name)) {
            return Target.refused(Sent.failed(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    context.principal() + " may not write to topic '" + name + "'",
                    -1));
        }
        Created refusal = refusals.get(name);
        if (refusal != null) {
            return Target.refused(Sent.failed(refusal.error(), refusal.message(), -1));
        }
        try {
            return metadata.image()
                    .topic(name)
                    .map(this::target)
                    .orElseGet(() -> Target.refused(
                            Sent.failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + name + "'", -1)));
        } catch (BrokerException e) {
            // such as stored settings that this version does not know
            return Target.refused(Sent.failed(e.code(), String.valueOf(e.getMessage()), -1));
        }
    }

    private Target target(TopicImage topic) {
        var config = topicSettings.effective(topic.configs());
        return new Target(
                null,
                topic.partitionCount(),
                Math.floorMod(turn.getAndIncrement(), topic.partitionCount()),
                config.maxMessageBytes(),
                config.log().compacts());
    }

    /**
     * Where records of a topic go in one send.
     *
     * @param refusal why none can go there
     * @param partitionCount how many partitions there are
     * @param sticky partition of records without a key
     * @param maxBatchBytes largest batch that the topic takes
     * @param needsKeys whether records without a key are refused
     */
    private record Target(
            @Nullable Sent refusal, int partitionCount, int sticky, int maxBatchBytes, boolean needsKeys) {
        static Target refused(Sent refusal) {
            return new Target(refusal, 1, -1, 0, false);
        }

        int partition(Message message) {
            if (message.partition().isPresent()) {
                return message.partition().getAsInt();
            }
            return message.record()
                    .key()
                    .map(key -> KeyHash.partition(key, partitionCount))
                    .orElse(sticky);
        }

        /** What would only be refused with the whole batch. */
        @Nullable
        Sent refuse(Message message, int partition) {
            if (refusal != null) {
                return refusal;
            }
            if (partition < 0 || partition >= partitionCount) {
                return Sent.failed(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "topic '" + message.topic() + "' has no partition " + partition + ", but 0 to "
                                + (partitionCount - 1),
                        partition);
            }
            return needsKeys && message.record().key().isEmpty()
                    ? Sent.failed(ErrorCode.INVALID_RECORD, "records of a compacted topic need a key", partition)
                    : null;
        }
    }
}
