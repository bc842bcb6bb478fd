package gossip.core.message;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.GroupMember;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Quotas;
import gossip.api.broker.Quotas.Use;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.record.RecordReader;
import gossip.core.security.Guard;
import gossip.core.topic.TopicSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Single records, over the other ports. Thread-safe; never blocks. */
public final class MessagesService implements Messages, AutoCloseable {
    /** Its settings. */
    public static final List<Setting<?>> SETTINGS = MessageSettings.ALL;

    private final Parts parts;
    private final MessageTimer timer = new MessageTimer();
    private final Room room;
    private final Router router;
    private final Packing packing;
    private final Unpacking unpacking;
    private final Members members;
    private final Metrics.Counter sent;
    private final Metrics.Counter read;

    /**
     * Puts it together; there is no thread until something has to wait.
     *
     * @param parts what it works with
     * @param maxExpandedBytes the most that one compressed batch may expand to when it is read
     */
    public MessagesService(Parts parts, int maxExpandedBytes) {
        this.parts = parts;
        this.room = new Room(parts.settings.value(MessageSettings.MAX_PENDING_BYTES));
        this.router = new Router(
                parts.metadata,
                parts.topicSettings,
                parts.guard,
                parts.topics,
                parts.settings.value(NodeSettings.AUTO_CREATE_TOPICS));
        this.packing = new Packing(parts.codecs);
        this.unpacking = new Unpacking(new RecordReader(parts.codecs, maxExpandedBytes));
        this.members = new Members(
                new MemberParts(parts.groups, this, parts.metadata, timer),
                parts.brokerId,
                parts.settings,
                parts.metrics);
        this.sent = parts.metrics.counter(
                "gossip_messages_sent_total", "Records taken in one by one, through doors such as REST and gRPC.");
        this.read = parts.metrics.counter(
                "gossip_messages_read_total", "Records given out one by one, through doors such as REST and gRPC.");
        parts.metrics.gauge(
                "gossip_messages_pending_bytes",
                "Bytes of records taken in one by one that are under way.",
                room::bytes);
        parts.metrics.limit(
                MessageSettings.MAX_PENDING_BYTES.key(),
                () -> parts.settings.value(MessageSettings.MAX_PENDING_BYTES),
                room::bytes);
    }

    @Override
    public CompletionStage<List<Sent>> send(RequestContext context, Send command) {
        long sizeBytes = Packing.sizeBound(command.messages());
        if (!room.tryEnter(sizeBytes)) {
            return CompletableFuture.failedFuture(new BrokerException(
                    ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                    room.bytes() + " bytes of records are under way, " + MessageSettings.MAX_PENDING_BYTES.key()
                            + " allows " + room.maxBytes() + "; send again when some have been answered"));
        }
        sent.add(command.messages().size());
        CompletableFuture<List<Sent>> answer = new CompletableFuture<>();
        answer.whenComplete((results, failure) -> room.leave(sizeBytes));
        failing(
                answer,
                () -> router.withTopics(
                        context,
                        command.messages(),
                        refusals -> failing(answer, () -> {
                            Sending sending = new Sending(
                                    parts.records,
                                    packing,
                                    context,
                                    command,
                                    results -> answerAfter(
                                            charge(context, Use.PRODUCE, sizeBytes), () -> answer.complete(results)));
                            router.route(context, command.messages(), parts.clock.millis(), refusals, sending);
                            sending.begin();
                        })));
        return answer;
    }

    /** Whatever goes wrong, the client gets to know, and what it occupies is given back. */
    private static void failing(CompletableFuture<?> answer, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    @Override
    public Records.Waiting read(RequestContext context, Read command, Consumer<List<PartitionRecords>> done) {
        Reading reading = new Reading(parts.records, unpacking, timer, context, command, result -> {
            read.add(result.recordCount());
            answerAfter(charge(context, Use.FETCH, result.fetchedBytes()), () -> done.accept(result.partitions()));
        });
        reading.begin();
        return reading;
    }

    @Override
    public CompletionStage<GroupMember> join(RequestContext context, Join request) {
        return members.join(context, request);
    }

    private long charge(RequestContext context, Use use, long bytes) {
        return parts.quotas.isLimited(use) ? parts.quotas.charge(context, use, bytes) : 0;
    }

    private void answerAfter(long delayMs, Runnable answer) {
        if (delayMs > 0) {
            timer.answerAfter(delayMs, answer);
        } else {
            answer.run();
        }
    }

    /** Ends members and answers what is held back. The ports beneath are closed after this. */
    @Override
    public void close() {
        members.close();
        timer.close();
    }

    /**
     * What the service works with.
     *
     * @param brokerId number of this broker
     * @param records takes and gives batches
     * @param groups where clients are made members
     * @param topics creates topics that are asked for
     * @param quotas counts bytes
     * @param metadata where topics are found
     * @param topicSettings effective settings of topics
     * @param guard decides who may know of a topic
     * @param codecs for compressed batches
     * @param settings effective settings of the broker
     * @param clock stamps records without a time
     * @param metrics where figures go
     */
    public record Parts(
            int brokerId,
            Records records,
            Groups groups,
            Topics topics,
            Quotas quotas,
            MetadataStore metadata,
            TopicSettings topicSettings,
            Guard guard,
            Codecs codecs,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {}
}
