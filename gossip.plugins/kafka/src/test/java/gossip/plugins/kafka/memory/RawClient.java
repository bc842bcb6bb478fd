package gossip.plugins.kafka.memory;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/** A socket that sends requests and reads replies one by one, as no real client lets one do. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private int correlationId;

    public RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Over a connection that is there already, such as an encrypted one. */
    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A whole frame. */
    public static ByteBuffer frame(ApiKeys key, short version, int correlationId, ApiMessage body) {
        RequestHeader header = new RequestHeader(key, version, "raw", correlationId);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion())
                .buffer();
        ByteBuffer tail = MessageUtil.toByteBufferAccessor(body, version).buffer();
        ByteBuffer frame = ByteBuffer.allocate(4 + head.remaining() + tail.remaining());
        return frame.putInt(head.remaining() + tail.remaining())
                .put(head)
                .put(tail)
                .flip();
    }

    /** Sends a request; returns its correlation id. */
    public int send(ApiKeys key, int version, ApiMessage body) throws IOException {
        correlationId++;
        send(frame(key, (short) version, correlationId, body));
        return correlationId;
    }

    public void send(ByteBuffer bytes) throws IOException {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        socket.getOutputStream().write(array);
    }

    /** Sends a frame without a header. */
    public void sendRaw(byte[] bytes) throws IOException {
        send(ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip());
    }

    /** Reads a frame without its size. */
    public ByteBuffer receive() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return ByteBuffer.wrap(frame);
    }

    /** Reads the reply to a request, and checks that nothing is left over. */
    public AbstractResponse receive(ApiKeys key, int version, int expectedCorrelationId) throws IOException {
        ByteBuffer frame = receive();
        ByteBufferAccessor accessor = new ByteBufferAccessor(frame);
        ResponseHeaderData header = new ResponseHeaderData(accessor, key.responseHeaderVersion((short) version));
        if (header.correlationId() != expectedCorrelationId) {
            throw new IOException(
                    "the reply to " + header.correlationId() + " came instead of " + expectedCorrelationId);
        }
        AbstractResponse response = AbstractResponse.parseResponse(key, accessor, (short) version);
        if (frame.hasRemaining()) {
            throw new IOException(frame.remaining() + " bytes are left over after " + key + " v" + version);
        }
        return response;
    }

    public AbstractResponse call(ApiKeys key, int version, ApiMessage body) throws IOException {
        return receive(key, version, send(key, version, body));
    }

    /** Waits for the server to close the connection; fails if it sends something or does not. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() == -1;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
