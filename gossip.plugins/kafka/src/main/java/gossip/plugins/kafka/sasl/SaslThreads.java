package gossip.plugins.kafka.sasl;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that evaluate what clients prove themselves with. There are none while nobody does. Each address has a few places
 * in the queue, and a line of its own for more, so that no address holds up others. Thread-safe.
 */
public final class SaslThreads implements AutoCloseable {
    private static final long KEPT_S = 10;
    private static final int NETWORK_GROUPS = 4;

    private final ThreadPoolExecutor pool;
    private final int most;
    private final int perAddress;
    private final Map<String, Line> lines = new HashMap<>();
    /** Tasks that the pool has. */
    private int admitted;
    /** Tasks in the lines. */
    private int lined;

    /**
     * Prepares.
     *
     * @param count how many at most
     * @param queue what may wait
     * @param perAddress how many tasks of one address the threads may have at a time, waiting or under way
     */
    public SaslThreads(int count, int queue, int perAddress) {
        this.most = queue;
        this.perAddress = perAddress;
        AtomicInteger next = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                count,
                count,
                KEPT_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform()
                        .name("gossip-sasl-" + next.getAndIncrement())
                        .daemon()
                        .unstarted(task));
        pool.allowCoreThreadTimeOut(true);
    }

    /** How many tasks wait. */
    synchronized int waiting() {
        return pool.getQueue().size() + lined;
    }

    /** Returns false if too many wait. */
    synchronized boolean execute(String host, Runnable task) {
        String address = network(host);
        Line line = lines.get(address);
        if (line == null) {
            line = new Line();
        }
        if (line.admitted >= perAddress) {
            return line(line, task);
        }
        if (admitted - pool.getMaximumPoolSize() >= most || !admit(address, line, task)) {
            return false;
        }
        lines.put(address, line);
        line.admitted++;
        admitted++;
        return true;
    }

    /** Lines take what is free of the room for them, and leave as much again for those of other addresses. */
    private boolean line(Line line, Runnable task) {
        if (line.tasks.size() >= most - lined) {
            return false;
        }
        lined++;
        return line.tasks.add(task);
    }

    private boolean admit(String address, Line line, Runnable task) {
        try {
            pool.execute(() -> {
                try {
                    task.run();
                } finally {
                    done(address, line);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The next of the same address takes the place, behind what others have waiting. */
    private synchronized void done(String address, Line line) {
        Runnable next = line.tasks.poll();
        if (next != null) {
            lined--;
            if (admit(address, line, next)) {
                return;
            }
        }
        line.admitted--;
        admitted--;
        if (line.admitted == 0) {
            lines.remove(address);
        }
    }

    /** An IPv4 address, or the network of an IPv6 address, of which one host may have as many as it likes. */
    private static String network(String host) {
        int end = -1;
        for (int group = 0; group < NETWORK_GROUPS; group++) {
            end = host.indexOf(':', end + 1);
            if (end < 0) {
                return host;
            }
        }
        return host.substring(0, end);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** What one address has. */
    private static final class Line {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private int admitted;
    }
}
