package gossip.raft.engine;

import java.io.IOException;

/** The threads of a Ratis server. One that dies of an exception would leave a server that does nothing and says nothing. */
final class RatisThreads extends ThreadGroup {
    private final EngineHealth health;

    RatisThreads(EngineHealth health) {
        super("gossip-raft");
        this.health = health;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        health.fail(new IOException("the Raft thread " + thread.getName() + " has died", failure));
    }
}
