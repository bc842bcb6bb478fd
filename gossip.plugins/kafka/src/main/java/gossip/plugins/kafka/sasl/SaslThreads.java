package gossip.plugins.kafka.sasl;

import gossip.api.network.ClientNetwork;
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
    private static final int SHARES_OF_BYTES = 4;

    private final ThreadPoolExecutor pool;
    private final int most;
    private final long mostBytes;
    private final int perAddress;
    private final Map<String, Line> lines = new HashMap<>();
    /** Tasks that the pool has. */
    private int admitted;
    /** Tasks in the lines. */
    private int lined;
    /** Size of all tasks, also of those under way. */
    private long bytes;

    /**
     * Prepares.
     *
     * @param count how many at most
     * @param queue what may wait
     * @param queueBytes size of what may wait or be under way; of one address a quarter of it
     * @param perAddress how many tasks of one address the threads may have at a time, waiting or under way
     */
    public SaslThreads(int count, int queue, long queueBytes, int perAddress) {
        this.most = queue;
        this.mostBytes = queueBytes;
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

    /** Returns false if too many wait, or too much. */
    synchronized boolean execute(String host, int sizeBytes, Runnable action) {
        String address = ClientNetwork.of(host);
        Line line = lines.getOrDefault(address, new Line());
        Task task = new Task(action, sizeBytes);
        if (!hasRoom(line, sizeBytes) || !take(address, line, task)) {
            return false;
        }
        bytes += sizeBytes;
        line.bytes += sizeBytes;
        return true;
    }

    /** What is alone is taken whatever its size: its connection bounds that. */
    private boolean hasRoom(Line line, int sizeBytes) {
        boolean fitsLine = line.bytes == 0 || line.bytes + sizeBytes <= mostBytes / SHARES_OF_BYTES;
        return bytes == 0 || bytes + sizeBytes <= mostBytes && fitsLine;
    }

    private boolean take(String address, Line line, Task task) {
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
    private boolean line(Line line, Task task) {
        if (line.tasks.size() >= most - lined) {
            return false;
        }
        lined++;
        return line.tasks.add(task);
    }

    private boolean admit(String address, Line line, Task task) {
        try {
            pool.execute(() -> {
                try {
                    task.action().run();
                } finally {
                    done(address, line, task.sizeBytes());
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The next of the same address takes the place, behind what others have waiting. */
    private synchronized void done(String address, Line line, int sizeBytes) {
        bytes -= sizeBytes;
        line.bytes -= sizeBytes;
        Task next = line.tasks.poll();
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

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** What one address has. */
    private static final class Line {
        private final Queue<Task> tasks = new ArrayDeque<>();
        private int admitted;
        private long bytes;
    }

    private record Task(Runnable action, int sizeBytes) {}
}
