package gossip.plugins.rest.http;

import java.util.HashMap;
import java.util.Map;

/** The answer to a request. */
public sealed interface Response {
    /**
     * Status of the answer.
     *
     * @return of HTTP
     */
    int status();

    /**
     * The same with more headers.
     *
     * @param more by name
     * @return another answer
     */
    Response with(Map<String, String> more);

    /**
     * An answer that is known as a whole.
     *
     * @param status of HTTP
     * @param contentType of the body
     * @param body belongs to the answer and is not changed; may be shared by many answers
     * @param headers more headers
     */
    record Whole(int status, String contentType, byte[] body, Map<String, String> headers) implements Response {
        /** Copies the map. */
        public Whole {
            headers = Map.copyOf(headers);
        }

        /**
         * Without more headers.
         *
         * @param status of HTTP
         * @param contentType of the body
         * @param body belongs to the answer and is not changed
         */
        public Whole(int status, String contentType, byte[] body) {
            this(status, contentType, body, Map.of());
        }

        @Override
        public Whole with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(more);
            return new Whole(status, contentType, body, all);
        }
    }

    /**
     * An answer that goes on for as long as the client likes.
     *
     * @param protocol how it is sent
     * @param producer makes it
     * @param headers more headers
     */
    record Live(Protocol protocol, Producer producer, Map<String, String> headers) implements Response {
        /** Copies the map. */
        public Live {
            headers = Map.copyOf(headers);
        }

        @Override
        public int status() {
            return protocol == Protocol.WEBSOCKET ? 101 : 200;
        }

        @Override
        public Live with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(more);
            return new Live(protocol, producer, all);
        }
    }

    /** How an answer that goes on is sent. */
    enum Protocol {
        /** Server-sent events: each piece is one or more of them, as text. */
        EVENTS,
        /** Web socket: each piece is a text message. */
        WEBSOCKET
    }

    /** Makes an answer that goes on. */
    @FunctionalInterface
    interface Producer {
        /**
         * Makes it, until nothing is left or the client is gone. Runs on a virtual thread.
         *
         * @param outlet takes the pieces
         * @return why it ended, for the client
         * @throws InterruptedException if the server stops
         */
        String run(Outlet outlet) throws InterruptedException;
    }

    /** Takes the pieces of an answer that goes on. Used by one thread. */
    interface Outlet {
        /**
         * Sends a piece, and waits until the client has taken it, but for what the kernel holds.
         *
         * @param piece complete
         * @return false if the client is gone, or did not take it in time and was closed
         * @throws InterruptedException if the server stops
         */
        boolean send(byte[] piece) throws InterruptedException;

        /**
         * Shows the client that the connection lives, and finds out whether the client does.
         *
         * @return as {@link #send}
         * @throws InterruptedException if the server stops
         */
        boolean beat() throws InterruptedException;

        /**
         * Whether the client is still there.
         *
         * @return false once it is gone
         */
        boolean isOpen();

        /**
         * Asks to be told when the client is gone.
         *
         * @param task called once, by another thread; must not block
         */
        void onGone(Runnable task);
    }
}
