package gossip.plugins.kafka.session;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All sessions of a server. Their number is bounded; when it is reached, sessions that have not been used for a while make
 * room, and otherwise clients go without. Thread-safe.
 */
public final class FetchSessions {
    /** How long a session has to be unused before another may take its place, as in Kafka. */
    static final long EVICTABLE_AFTER_MS = 120_000;

    private final int maxSessions;
    private final InstantSource clock;
    private final Set<FetchSession> open = new HashSet<>();

    /**
     * Creates the bookkeeping of a server.
     *
     * @param maxSessions the most there may be
     * @param clock for the age of sessions
     */
    public FetchSessions(int maxSessions, InstantSource clock) {
        this.maxSessions = maxSessions;
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** Admits a session, if there is room or an old one can go. */
    synchronized boolean open(FetchSession session) {
        if (open.size() >= maxSessions) {
            evictUnused();
        }
        return open.size() < maxSessions && open.add(session);
    }

    synchronized void close(FetchSession session) {
        open.remove(session);
    }

    /**
     * How many sessions there are.
     *
     * @return a count
     */
    public synchronized int size() {
        return open.size();
    }

    static int newId() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }

    private void evictUnused() {
        long before = now() - EVICTABLE_AFTER_MS;
        List<FetchSession> unused = new ArrayList<>();
        for (FetchSession session : open) {
            if (session.lastUsedMs() < before) {
                unused.add(session);
            }
        }
        for (FetchSession session : unused) {
            session.evict();
            open.remove(session);
        }
    }
}
