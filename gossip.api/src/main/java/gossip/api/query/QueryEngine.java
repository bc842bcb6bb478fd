package gossip.api.query;

import gossip.api.broker.RequestContext;
import java.util.List;

/** Answers SQL over topics. Thread-safe. */
public interface QueryEngine {
    /**
     * Runs a statement on threads of the engine.
     *
     * @param context who asks; what may not be read is not seen
     * @param sql one statement
     * @param consumer takes the rows; its methods are called one at a time
     * @return to cancel it
     */
    Running run(RequestContext context, String sql, RowConsumer consumer);

    /** A statement under way. */
    @FunctionalInterface
    interface Running {
        /** Ends it soon; the consumer is told. No effect on one that has ended. */
        void cancel();
    }

    /** Takes rows. */
    interface RowConsumer {
        /**
         * Comes first.
         *
         * @param names names of the columns
         */
        void columns(List<String> names);

        /**
         * Takes one row; may block to slow the statement down.
         *
         * @param values one per column
         */
        void row(List<Object> values);

        /** Comes last, after all rows. */
        void done();

        /**
         * Comes last, instead of {@link #done}.
         *
         * @param problem what is wrong, with line and column where the text is to blame
         */
        void failed(gossip.api.BrokerException problem);
    }
}
