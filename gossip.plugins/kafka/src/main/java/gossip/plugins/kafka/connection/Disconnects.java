package gossip.plugins.kafka.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Tells clients that have gone, which is their right, from failures of this side. */
final class Disconnects {
    private Disconnects() {}

    static boolean isByPeer(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            return true;
        }
        String message = cause.getMessage();
        return cause instanceof IOException
                && message != null
                && (message.contains("Connection reset") || message.contains("Broken pipe"));
    }
}
