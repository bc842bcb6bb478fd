package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.network.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Transport} has to do. */
public abstract class TransportContract {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private Transport client;
    private Transport server;
    private InetSocketAddress address;

    /** Called by subclasses. */
    protected TransportContract() {}

    /**
     * Opens a transport that can reach the others of the same test.
     *
     * @return not listening yet
     * @throws IOException if that fails
     */
    protected abstract Transport openTransport() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        client = openTransport();
        server = openTransport();
        server.handle("echo", TransportContract::echo);
        server.handle("fail", request -> CompletableFuture.failedStage(new IllegalStateException("no such luck")));
        server.handle("silence", request -> new CompletableFuture<>());
        address = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static CompletableFuture<ByteBuffer> echo(ByteBuffer request) {
        ByteBuffer copy = ByteBuffer.allocate(request.remaining());
        return CompletableFuture.completedFuture(copy.put(request.duplicate()).flip());
    }

    @AfterEach
    final void close() {
        client.close();
        server.close();
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(4).putInt(0, value);
    }

    private CompletableFuture<ByteBuffer> send(String channel, ByteBuffer request) {
        return client.send(address, channel, request, PATIENT).toCompletableFuture();
    }

    @Test
    void aRequestIsAnswered() throws Exception {
        assertThat(send("echo", number(42)).get(30, TimeUnit.SECONDS).getInt(0)).isEqualTo(42);
    }

    @Test
    void manyRequestsGetTheirOwnReplies() throws Exception {
        List<CompletableFuture<ByteBuffer>> replies = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            replies.add(send("echo", number(i)));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(replies.get(i).get(30, TimeUnit.SECONDS).getInt(0)).isEqualTo(i);
        }
    }

    @Test
    void largeRequestsArrive() throws Exception {
        ByteBuffer large = ByteBuffer.allocate(5_000_000);
        large.putInt(4_000_000, 77);
        ByteBuffer reply = send("echo", large).get(30, TimeUnit.SECONDS);
        assertThat(reply.remaining()).isEqualTo(5_000_000);
        assertThat(reply.getInt(4_000_000)).isEqualTo(77);
    }

    @Test
    void anUnknownChannelIsAFailure() {
        assertFails(send("nobody", number(1)), "nobody");
    }

    @Test
    void theHandlersFailureIsToldToTheSender() {
        assertFails(send("fail", number(1)), "no such luck");
    }

    @Test
    void silenceEndsWithTheTimeout() {
        CompletableFuture<ByteBuffer> reply = client.send(address, "silence", number(1), Duration.ofMillis(50))
                .toCompletableFuture();
        assertFails(reply, "50");
    }

    @Test
    void anUnreachableNodeIsAFailure() {
        server.close();
        CompletableFuture<ByteBuffer> reply =
                client.send(address, "echo", number(1), Duration.ofSeconds(5)).toCompletableFuture();
        assertFails(reply, "");
    }

    private static void assertFails(CompletableFuture<ByteBuffer> reply, String message) {
        assertThatThrownBy(() -> reply.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
