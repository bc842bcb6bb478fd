package gossip.raft.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;

/** Starts Ratis servers, with errors that a person can act upon. */
final class RatisServers {
    private RatisServers() {}

    static RaftServer start(
            Membership membership,
            RaftGroup group,
            RaftProperties properties,
            Parameters parameters,
            Path directory,
            CommandMachine machine)
            throws IOException {
        if (!membership.isSolo()) {
            requireFreePort(membership.self(), GrpcConfigKeys.Server.host(properties));
        }
        try {
            RaftServer server = RaftServer.newBuilder()
                    .setServerId(RaftPeerId.valueOf(membership.self()))
                    .setGroup(group)
                    .setStateMachine(machine)
                    .setProperties(properties)
                    .setParameters(parameters)
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setThreadGroup(new RatisThreads(machine.health()))
                    .build();
            return started(server);
        } catch (IOException | RuntimeException e) {
            Throwable cause = root(e);
            throw new IOException("the metadata log in " + directory + " cannot be opened: " + cause.getMessage(), e);
        }
    }

    private static RaftServer started(RaftServer server) throws IOException {
        try {
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            try {
                server.close();
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Ratis takes a port in use for a reason to end the process, and does not say which. */
    private static void requireFreePort(String self, @Nullable String host) throws IOException {
        int port = Membership.port(self);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + self + " for the other nodes of the cluster: " + e.getMessage()
                            + "; end what uses that port, or change this node's entry in cluster.initial_nodes",
                    e);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExitUtils.ExitException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
