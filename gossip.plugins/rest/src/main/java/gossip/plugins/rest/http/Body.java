package gossip.plugins.rest.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;

/** The body of a request while it arrives. What has arrived counts against the budget of all. Event loop. */
final class Body {
    private static final int FIRST_BYTES = 4 << 10;
    private static final byte[] EMPTY = {};

    private final Allowance allowance;
    private final int maxBytes;
    private byte[] bytes = EMPTY;
    private int size;

    /** Takes up to so many bytes; 0 if no body is meant to come. */
    Body(Allowance allowance, int maxBytes) {
        this.allowance = allowance;
        this.maxBytes = maxBytes;
    }

    /** Refuses a body that says beforehand that it is too large. */
    void announce(HttpRequest request) {
        long length;
        try {
            length = HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("the Content-Length is no number");
        }
        if (length > maxBytes) {
            throw tooLarge(length + " bytes");
        }
    }

    static boolean isExpected(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                        && !"0".equals(request.headers().get(HttpHeaderNames.CONTENT_LENGTH));
    }

    void add(ByteBuf content) {
        int count = content.readableBytes();
        if (count == 0) {
            return;
        }
        if (count > maxBytes - size) {
            throw tooLarge("more");
        }
        if (size + count > bytes.length) {
            grow(size + count);
        }
        content.readBytes(bytes, size, count);
        size += count;
    }

    private void grow(int needed) {
        int wanted = (int) Math.min(maxBytes, Math.max(FIRST_BYTES, Math.max(needed, 2L * bytes.length)));
        allowance.take(wanted - bytes.length);
        bytes = Arrays.copyOf(bytes, wanted);
    }

    private Refusal tooLarge(String length) {
        if (maxBytes == 0) {
            return new Refusal(413, "the body has " + length + ", but this method takes none here; send it without");
        }
        return new Refusal(
                413,
                "the body has " + length + " and may have rest.max_body_size = " + maxBytes
                        + " bytes; send less at once, or raise it");
    }

    byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** Once the bytes are not needed any more. */
    void release() {
        allowance.release();
        bytes = EMPTY;
        size = 0;
    }
}
