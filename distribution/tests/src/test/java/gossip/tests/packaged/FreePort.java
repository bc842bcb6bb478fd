package gossip.tests.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must come back on the port they had. They lie below the range from which the system takes the ports
 * of outgoing connections: else a client that reconnects while the server is down may be given the server's own port, and
 * keep it from coming back.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /**
     * Finds one.
     *
     * @return a port of the loopback address that nobody listened on just now
     */
    public static int find() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken
            }
        }
        throw new AssertionError("no free port between " + FIRST + " and " + END);
    }
}
