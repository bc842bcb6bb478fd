package gossip.plugins.kafka.session;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.jspecify.annotations.Nullable;

/** The one session that a connection may have. Confined to its event loop. */
public final class FetchSessionSlot {
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;
    private static final int NO_SESSION_EPOCH = -1;
    private static final int NEW_SESSION_EPOCH = 0;

    private final FetchSessions sessions;
    private @Nullable FetchSession session;

    /**
     * Creates an empty slot.
     *
     * @param sessions where sessions are counted
     */
    public FetchSessionSlot(FetchSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Works out what a request is about.
     *
     * @param request the request
     * @param version its version
     * @return what to read
     */
    public FetchScope open(FetchRequestData request, short version) {
        boolean byId = version >= FIRST_VERSION_WITH_TOPIC_IDS;
        return switch (request.sessionEpoch()) {
            case NO_SESSION_EPOCH -> {
                wakeAndClose();
                yield new FetchScope(
                        ErrorCode.NONE, 0, List.copyOf(partitionsOf(request).values()), null);
            }
            case NEW_SESSION_EPOCH -> begin(request, byId);
            default -> resume(request, byId);
        };
    }

    /**
     * Takes note of a fetch of the session that may wait for records. If the client ends its session before it is answered, it
     * is told to wait no longer.
     *
     * @param fetch the newest one
     */
    public void waitsFor(Waiting fetch) {
        if (session != null) {
            session.waitsFor(fetch);
        }
    }

    /**
     * Forgets a fetch.
     *
     * @param fetch one that has been answered
     */
    public void waitsNoMoreFor(Waiting fetch) {
        if (session != null) {
            session.waitsNoMoreFor(fetch);
        }
    }

    /** Ends the session, if there is one. */
    public void close() {
        FetchSession present = session;
        session = null;
        if (present != null) {
            sessions.close(present);
        }
    }

    /** The client has lost interest in what its session waits for, and further replies have to stay behind that one. */
    private void wakeAndClose() {
        if (session != null) {
            session.wake();
        }
        close();
    }

    private FetchScope begin(FetchRequestData request, boolean byId) {
        wakeAndClose();
        Map<PartitionKey, PartitionFetch> wanted = partitionsOf(request);
        List<PartitionFetch> all = List.copyOf(wanted.values());
        FetchSession fresh = new FetchSession(FetchSessions.newId(), byId, sessions.now());
        if (all.isEmpty() || !sessions.open(fresh)) {
            return new FetchScope(ErrorCode.NONE, 0, all, null);
        }
        fresh.partitions().putAll(wanted);
        session = fresh;
        return new FetchScope(ErrorCode.NONE, fresh.id(), all, null);
    }

    private FetchScope resume(FetchRequestData request, boolean byId) {
        FetchSession present = session;
        if (present == null || present.isEvicted() || present.id() != request.sessionId()) {
            return FetchScope.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        }
        if (!present.isNext(request.sessionEpoch())) {
            return FetchScope.failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        }
        if (present.usesTopicIds() != byId) {
            return FetchScope.failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        update(present.partitions(), request);
        present.used(sessions.now());
        return new FetchScope(
                ErrorCode.NONE,
                present.id(),
                new ArrayList<>(present.partitions().values()),
                present);
    }

    private static void update(Map<PartitionKey, PartitionFetch> partitions, FetchRequestData request) {
        for (FetchTopic topic : request.topics()) {
            for (FetchPartition wanted : topic.partitions()) {
                PartitionKey key = new PartitionKey(topic.topicId(), topic.topic(), wanted.partition());
                PartitionFetch known = partitions.get(key);
                if (known == null) {
                    partitions.put(key, new PartitionFetch(key, wanted));
                } else {
                    known.want(wanted);
                }
            }
        }
        for (ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                partitions.remove(new PartitionKey(topic.topicId(), topic.topic(), partition));
            }
        }
    }

    private static Map<PartitionKey, PartitionFetch> partitionsOf(FetchRequestData request) {
        Map<PartitionKey, PartitionFetch> partitions = new LinkedHashMap<>();
        for (FetchTopic topic : request.topics()) {
            Uuid id = topic.topicId();
            for (FetchPartition wanted : topic.partitions()) {
                PartitionKey key = new PartitionKey(id, topic.topic(), wanted.partition());
                partitions.put(key, new PartitionFetch(key, wanted));
            }
        }
        return partitions;
    }
}
