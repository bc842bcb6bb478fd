package gossip.plugins.rest.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one request takes of the budget of all, until it is answered. Thread-safe. */
public final class Allowance {
    private final ByteBudget budget;
    private final List<Runnable> releases = new ArrayList<>();
    private long taken;
    private boolean isReleased;

    /**
     * Creates one that has taken nothing.
     *
     * @param budget of all requests
     */
    public Allowance(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * Takes more.
     *
     * @param bytes how many
     * @throws Refusal with status 503 if there are not as many, or the client is gone
     */
    public synchronized void take(long bytes) {
        if (isReleased || !budget.tryTake(bytes)) {
            throw new Refusal(
                    503,
                    "the bodies of all requests together have " + budget.used()
                            + " bytes, and may have rest.max_buffered_size = " + budget.capacity()
                            + "; try again, or raise it",
                    Map.of("retry-after", "1"));
        }
        taken += bytes;
    }

    /**
     * Asks to be told when everything is given back: the client has taken the answer, or is gone.
     *
     * @param task called once, by another thread, or at once if it is so already; must not block
     */
    public void onRelease(Runnable task) {
        synchronized (this) {
            if (!isReleased) {
                releases.add(task);
                return;
            }
        }
        task.run();
    }

    /** Gives everything back; nothing can be taken any more. */
    public void release() {
        List<Runnable> tasks;
        synchronized (this) {
            isReleased = true;
            budget.give(taken);
            taken = 0;
            tasks = List.copyOf(releases);
            releases.clear();
        }
        tasks.forEach(Runnable::run);
    }
}
