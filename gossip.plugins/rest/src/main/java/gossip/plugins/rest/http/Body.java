package gossip.plugins.rest.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;
import java.util.Map;

/** The body of a request while it arrives. What has arrived counts against the budget of all. Event loop. */
final class Body {
    private static final int FIRST_BYTES = 4 << 10;
    private static final byte[] EMPTY = {};

    private final ByteBudget budget;
    private final int maxBytes;
    private byte[] bytes = EMPTY;
    private int size;

    Body(ByteBudget budget, int maxBytes) {
        this.budget = budget;
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
        if (!budget.tryTake(wanted - bytes.length)) {
            throw new Refusal(
                    503,
                    "the bodies of all requests together have " + budget.used()
                            + " bytes, and may have rest.max_buffered_size = " + budget.capacity()
                            + "; try again, or raise it",
                    Map.of("retry-after", "1"));
        }
        bytes = Arrays.copyOf(bytes, wanted);
    }

    private Refusal tooLarge(String length) {
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
        budget.give(bytes.length);
        bytes = EMPTY;
        size = 0;
    }
}
