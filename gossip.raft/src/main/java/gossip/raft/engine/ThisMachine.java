package gossip.raft.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** Which addresses are those of this machine. */
final class ThisMachine {
    private ThisMachine() {}

    /** Whether a host name or address belongs to this machine; a name that cannot be resolved does not. May ask the DNS. */
    static boolean has(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("the network interfaces of this machine cannot be listed", e);
        }
    }
}
