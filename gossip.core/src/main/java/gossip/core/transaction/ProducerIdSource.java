package gossip.core.transaction;

import java.util.concurrent.CompletionStage;

/** Gives out producer ids that nobody else has. Thread-safe; never blocks. */
@FunctionalInterface
interface ProducerIdSource {
    /**
     * One more.
     *
     * @return a producer id; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Long> next();
}
