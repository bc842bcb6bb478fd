package gossip.tests.crash;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/**
 * Lets a stream thread die at the worst moment, on demand: right after it has passed a record on, so that all results of that
 * record are on their way, and before it can commit that it was read. Thread-safe.
 */
final class StagedFailure implements FixedKeyProcessorSupplier<String, String, String> {
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger deaths = new AtomicInteger();

    /** The next thread that gets a record dies of it. */
    void arm() {
        armed.set(true);
    }

    /** How many threads have died. */
    int deaths() {
        return deaths.get();
    }

    /** Whether a thread has died of this. */
    static boolean isCauseOf(Throwable thrown) {
        return thrown instanceof Staged || thrown.getCause() != null && isCauseOf(thrown.getCause());
    }

    @Override
    public FixedKeyProcessor<String, String, String> get() {
        return new Dying();
    }

    /** Passes records on. */
    private final class Dying implements FixedKeyProcessor<String, String, String> {
        private FixedKeyProcessorContext<String, String> context;

        @Override
        public void init(FixedKeyProcessorContext<String, String> initial) {
            context = initial;
        }

        @Override
        public void process(FixedKeyRecord<String, String> order) {
            context.forward(order);
            if (armed.compareAndSet(true, false)) {
                deaths.incrementAndGet();
                throw new Staged("order " + order.value() + " was passed on and is not committed");
            }
        }
    }

    /** Why a thread dies. */
    private static final class Staged extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Staged(String message) {
            super(message);
        }
    }
}
