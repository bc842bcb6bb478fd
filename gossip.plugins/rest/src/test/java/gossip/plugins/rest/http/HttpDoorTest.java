package gossip.plugins.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.security.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a door does with clients, good and bad; the application only tells what it was asked. */
@Timeout(30)
class HttpDoorTest {
    private static final long SHORT = Duration.ofMillis(300).toNanos();
    private static final int MAX_BODY = 64 << 10;
    private static final long BUFFERED = 256 << 10;

    private final Echo echo = new Echo();
    private HttpDoor door;
    private InetSocketAddress address;

    @BeforeEach
    void open() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        address = (InetSocketAddress) channel.getLocalAddress();
        HttpLimits limits = new HttpLimits(50, 4_096, MAX_BODY, BUFFERED, SHORT, SHORT, SHORT, SHORT * 4);
        door = new HttpDoor(limits, SHORT, Optional.empty(), 1_000, () -> echo);
        door.open(channel);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void bodyAndPathReachTheApplication() throws IOException {
        assertThat(ask("POST /a?b=c HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\nPOST [a] 5");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("GET /n").append(i).append(" HTTP/1.1\r\nhost: x\r\n\r\n");
        }
        requests.append("GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

        String answers = ask(requests.toString());

        int position = 0;
        for (int i = 0; i < 50; i++) {
            int found = answers.indexOf("GET [n" + i + "]");
            assertThat(found).isGreaterThan(position);
            position = found;
        }
        assertThat(answers).endsWith("GET [last] 0");
    }

    @Test
    void headThatDoesNotComeInTimeIsAnsweredAndClosed() throws IOException {
        assertThat(ask("GET /a HTTP/1.1\r\nhost:")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void bodyThatDoesNotComeInTimeIsAnsweredAndClosed() throws IOException {
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhe"))
                .startsWith("HTTP/1.1 408 ");
        assertThat(door.bodies().used()).isZero();
    }

    @Test
    void connectionWithoutRequestsIsClosed() throws IOException {
        assertThat(ask("GET /a HTTP/1.1\r\nhost: x\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void announcedBodyThatIsTooLargeIsNotRead() throws IOException {
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void chunkedBodyThatIsTooLargeIsRefused() throws IOException {
        String chunk = Integer.toHexString(40 << 10) + "\r\n" + "x".repeat(40 << 10) + "\r\n";

        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n" + chunk + chunk))
                .startsWith("HTTP/1.1 413 ");
        assertThat(door.bodies().used()).isZero();
    }

    @Test
    void bombIsRefused() throws IOException {
        byte[] bomb = gzip(new byte[8 << 20]);
        String head =
                "POST /a HTTP/1.1\r\nhost: x\r\ncontent-encoding: gzip\r\ncontent-length: " + bomb.length + "\r\n\r\n";

        assertThat(bomb.length).isLessThan(MAX_BODY);
        assertThat(ask(head, bomb)).contains(" 413 ");
    }

    @Test
    void compressedBodyIsReadAndAnswerIsCompressedIfAskedFor() throws IOException {
        byte[] body = gzip("x".repeat(3_000).getBytes(StandardCharsets.US_ASCII));
        String head = "POST /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept-encoding: br, gzip\r\n"
                + "content-encoding: gzip\r\ncontent-length: " + body.length + "\r\n\r\n";

        assertThat(ask(head, body)).contains("content-encoding: gzip");
        assertThat(echo.lastBody.get()).isEqualTo(3_000);
    }

    @Test
    void decompressedBodyCountsAgainstTheBudgetUntilItIsAnswered() throws Exception {
        byte[] body = gzip(new byte[60_000]);
        String head = " HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-encoding: gzip\r\ncontent-length: "
                + body.length + "\r\n\r\n";
        assertThat(body.length).isLessThan(1_000);
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(("POST /slow" + head).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            assertThat(echo.begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(door.bodies().used()).isBetween(60_000L, 70_000L);
            assertThat(door.bodies().tryTake(BUFFERED - 100_000)).isTrue();
            assertThat(ask("POST /a" + head, body)).startsWith("HTTP/1.1 503 ");

            echo.proceed.countDown();
            assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 200 OK");
            assertThat(door.bodies().used()).isEqualTo(BUFFERED - 100_000);
        }
    }

    @Test
    void bodyThatIsNotMeantToComeIsNotRead() throws IOException {
        String announced = " HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n";
        assertThat(ask("POST /bodiless" + announced)).startsWith("HTTP/1.1 413 ");
        assertThat(ask("POST /stranger" + announced)).startsWith("HTTP/1.1 403 ");
        String chunked = " HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        assertThat(ask("POST /bodiless" + chunked + "1\r\nx\r\n")).startsWith("HTTP/1.1 413 ");
        assertThat(ask("POST /bodiless" + chunked + "0\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void handshakeOfAnotherWebSocketIsRefusedAndTheConnectionGivenBack() throws IOException {
        String head = "GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n";
        String key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

        assertThat(ask(head + key + "\r\n")).startsWith("HTTP/1.1 426 ").contains("sec-websocket-version: 13");
        assertThat(ask(head + key + "sec-websocket-version: 8\r\n\r\n")).startsWith("HTTP/1.1 426 ");
        assertThat(ask(head + "sec-websocket-version: 13\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask(head + key + "sec-websocket-version: 13\r\n\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void whatIsNotGzipIsRefused() throws IOException {
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-encoding: gzip\r\n"
                        + "content-length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-encoding: br\r\n"
                        + "content-length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 415 ");
    }

    @Test
    void heads() throws IOException {
        assertThat(ask("GET /" + "a".repeat(3_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET /a HTTP/1.1\r\nhost: x\r\nx: " + "a".repeat(5_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET /a HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /a/../b HTTP/1.1\r\nhost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void continueIsSentBeforeTheBody() throws IOException {
        assertThat(ask("POST /a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n"))
                .startsWith("HTTP/1.1 100 Continue");
    }

    @Test
    void failureOfTheApplicationIsAnswered() throws IOException {
        assertThat(ask("GET /fail HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ");
    }

    @Test
    void eventsAreSentUntilTheyEnd() throws IOException {
        assertThat(ask("GET /events HTTP/1.1\r\nhost: x\r\n\r\n"))
                .contains("text/event-stream", "data: one", "event: end", "data: done");
    }

    @Test
    void clientThatDoesNotTakeEventsIsClosed() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(address);
            socket.getOutputStream()
                    .write("GET /flood HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(echo.stalled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatAnAnswerHoldsIsGivenBackWhenItIsTakenOrTheClientIsGone() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(address);
            socket.getOutputStream().write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(echo.answered.getCount()).isEqualTo(1);
        }
        assertThat(echo.answered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void requestUnderWayIsAnsweredWhenTheDoorCloses() throws Exception {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(echo.begun.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofPlatform().name("test-close").start(door::close);
            echo.proceed.countDown();

            assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 200 OK");
            closing.join();
        }
    }

    private String ask(String request) throws IOException {
        return ask(request, new byte[0]);
    }

    private String ask(String request, byte[] body) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    /** Tells what it was asked. */
    private static final class Echo implements Application {
        private final CountDownLatch stalled = new CountDownLatch(1);
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch proceed = new CountDownLatch(1);
        private final AtomicInteger lastBody = new AtomicInteger();

        @Override
        public boolean isGuarded() {
            return false;
        }

        @Override
        public boolean takesBody(Head head) {
            if (head.target().segments().contains("stranger")) {
                throw new Refusal(403, "not served");
            }
            return !head.target().segments().contains("bodiless");
        }

        @Override
        public RequestContext admit(Head head) {
            return new RequestContext(Principal.ANONYMOUS, "", "127.0.0.1", "rest");
        }

        @Override
        public Response answer(Request request) throws InterruptedException {
            String name = String.valueOf(request.head().target().segments());
            lastBody.set(request.body().length);
            return switch (name) {
                case "[fail]" -> throw new IllegalStateException("on purpose");
                case "[long]" -> text("y".repeat(20_000));
                case "[held]" -> {
                    request.onAnswered(answered::countDown);
                    yield text("y".repeat(16 << 20));
                }
                case "[slow]" -> {
                    begun.countDown();
                    proceed.await();
                    yield text("slow");
                }
                case "[events]" ->
                    new Response.Live(
                            Response.Protocol.EVENTS,
                            outlet -> {
                                outlet.send("data: one\n\n".getBytes(StandardCharsets.US_ASCII));
                                return "done";
                            },
                            Map.of());
                case "[socket]" -> new Response.Live(Response.Protocol.WEBSOCKET, outlet -> "done", Map.of());
                case "[flood]" ->
                    new Response.Live(
                            Response.Protocol.EVENTS,
                            outlet -> {
                                byte[] piece =
                                        ("data: " + "z".repeat(60_000) + "\n\n").getBytes(StandardCharsets.US_ASCII);
                                boolean isTaken = true;
                                while (isTaken) {
                                    isTaken = outlet.send(piece);
                                }
                                return "not taken";
                            },
                            Map.of());
                default -> text(request.head().method() + " " + name + " " + request.body().length);
            };
        }

        private static Response text(String text) {
            return new Response.Whole(200, "text/plain", text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Response.Whole refused(String path, Refusal refusal) {
            return new Response.Whole(
                    refusal.status(),
                    "text/plain",
                    refusal.detail().getBytes(StandardCharsets.UTF_8),
                    refusal.headers());
        }

        @Override
        public void stalled(Head.Peer peer) {
            stalled.countDown();
        }
    }
}
