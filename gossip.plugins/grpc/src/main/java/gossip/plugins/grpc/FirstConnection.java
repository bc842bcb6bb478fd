package gossip.plugins.grpc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * Waits for a first connection without accepting it, on the thread {@code gossip-grpc-door}: what serves connections is large, and
 * most brokers never have any.
 */
final class FirstConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FirstConnection.class.getName());
    private static final int STACK_BYTES = 256 << 10;

    private final Selector selector;
    private final SelectionKey key;
    private final Runnable action;
    private final Thread thread;
    private volatile boolean closed;

    private FirstConnection(Selector selector, SelectionKey key, Runnable action) {
        this.selector = selector;
        this.key = key;
        this.action = action;
        this.thread = new Thread(null, this::run, "gossip-grpc-door", STACK_BYTES);
        this.thread.setDaemon(true);
    }

    /**
     * Begins to wait.
     *
     * @param channel bound; not blocking from now on, and registered nowhere when the action is called
     * @param action called once, on that thread; not if this is closed before
     */
    static FirstConnection await(ServerSocketChannel channel, Runnable action) throws IOException {
        Selector selector = Selector.open();
        try {
            channel.configureBlocking(false);
            FirstConnection waiting =
                    new FirstConnection(selector, channel.register(selector, SelectionKey.OP_ACCEPT), action);
            waiting.thread.start();
            return waiting;
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    private void run() {
        try (selector) {
            while (!closed && selector.select() == 0) {
                // woken for nothing
            }
            key.cancel();
            selector.selectNow();
        } catch (ClosedChannelException e) {
            LOG.log(Level.DEBUG, "closed before a gRPC client came", e);
            return;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "gRPC clients are not served", e);
            return;
        }
        if (!closed) {
            action.run();
        }
    }

    /** Waits no more; when this returns, the action is over or will not be called. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
