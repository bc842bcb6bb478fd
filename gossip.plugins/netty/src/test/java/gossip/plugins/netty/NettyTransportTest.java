package gossip.plugins.netty;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.network.Transport;
import gossip.tck.TransportContract;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NettyTransportTest extends TransportContract {
    private static final int MAX_MESSAGE_BYTES = 8 << 20;

    @Override
    protected Transport openTransport() {
        return new NettyTransport(MAX_MESSAGE_BYTES);
    }

    @Test
    void garbageClosesItsConnectionAndHarmsNothingElse() throws Exception {
        Random random = new Random(5);
        try (Transport server = openTransport();
                Transport client = openTransport()) {
            server.handle("ping", request -> CompletableFuture.completedFuture(ByteBuffer.allocate(1)));
            InetSocketAddress address = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[1 + random.nextInt(200)];
                random.nextBytes(garbage);
                // a kind that does not exist, in a frame that is complete
                try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeInt(9 + garbage.length);
                    out.writeByte(77);
                    out.writeLong(1);
                    out.write(garbage);
                    out.flush();
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            }
            ByteBuffer reply = client.send(address, "ping", ByteBuffer.allocate(1), Duration.ofSeconds(30))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(reply.remaining()).isEqualTo(1);
        }
    }

    @Test
    void aLostConnectionIsMadeAgain() throws Exception {
        try (Transport client = openTransport()) {
            InetSocketAddress address;
            try (Transport first = openTransport()) {
                first.handle("ping", request -> CompletableFuture.completedFuture(ByteBuffer.allocate(1)));
                address = first.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ping(client, address).get(30, TimeUnit.SECONDS);
            }
            try (Transport second = openTransport()) {
                second.handle("ping", request -> CompletableFuture.completedFuture(ByteBuffer.allocate(2)));
                second.listen(address);
                // the first try may still meet the connection that is just being lost
                ByteBuffer reply = ping(client, address)
                        .exceptionallyCompose(lost -> ping(client, address))
                        .get(30, TimeUnit.SECONDS);
                assertThat(reply.remaining()).isEqualTo(2);
            }
        }
    }

    private static CompletableFuture<ByteBuffer> ping(Transport client, InetSocketAddress address) {
        return client.send(address, "ping", ByteBuffer.allocate(1), Duration.ofSeconds(30))
                .toCompletableFuture();
    }
}
