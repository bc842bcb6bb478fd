package gossip.core.message;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does tasks one after the other, on the threads that bring them. What a task brings is done after it. Bounded by who brings:
 * a member has a handful under way.
 */
final class Mailbox implements Executor {
    private static final Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (count.getAndIncrement() == 0) {
            do {
                run(tasks.remove());
            } while (count.decrementAndGet() != 0);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a step of a group's member failed in a way it never should", e);
        }
    }
}
