package gossip.cli.record;

import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a command end in order when the process is told to (Ctrl-C, SIGTERM). */
final class Interruption {
    private final AtomicBoolean armed = new AtomicBoolean(true);

    private Interruption() {}

    /** Runs the action once, on the thread that ends the process, unless disarmed before. The process waits for it. */
    static Interruption runOnInterrupt(Runnable action) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (interruption.armed.compareAndSet(true, false)) {
                                action.run();
                            }
                        },
                        "gossip-cli-stop"));
        return interruption;
    }

    /** Says that there is nothing left to do. */
    void disarm() {
        armed.set(false);
    }
}
