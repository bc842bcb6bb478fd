package gossip.plugins.rest.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies that are compressed (RFC 9110). Costs time: not for event loops. */
final class Gzip {
    private static final int SMALLEST = 1_024;
    private static final int BUFFER_BYTES = 8 << 10;
    private static final int FIRST_BYTES = 4 << 10;

    private Gzip() {}

    /** The body of a request as it was before it was compressed. What it takes then counts as well. */
    static byte[] decode(Head head, byte[] body, int maxBytes, Allowance allowance) {
        if (body.length == 0) {
            return body;
        }
        String encoding =
                head.header("content-encoding").orElse("identity").trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> body;
            case "gzip", "x-gzip" -> inflate(body, maxBytes, allowance);
            default ->
                throw new Refusal(
                        415,
                        "the Content-Encoding " + encoding + " is not understood; gzip is",
                        Map.of("accept-encoding", "gzip"));
        };
    }

    private static byte[] inflate(byte[] body, int maxBytes, Allowance allowance) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER_BYTES)) {
            return readAll(in, maxBytes, allowance);
        } catch (IOException e) {
            throw Refusal.badRequest("the body is not gzip, as its Content-Encoding says: " + e.getMessage());
        }
    }

    private static byte[] readAll(InputStream in, int maxBytes, Allowance allowance) throws IOException {
        byte[] inflated = new byte[0];
        int size = 0;
        int next = in.read();
        while (next >= 0) {
            if (size == maxBytes) {
                throw new Refusal(
                        413,
                        "the body has more than " + maxBytes
                                + " bytes once decompressed; send less at once, or raise rest.max_body_size");
            }
            if (size == inflated.length) {
                int wanted = (int) Math.min(maxBytes, Math.max(FIRST_BYTES, 2L * size));
                allowance.take(wanted - size);
                inflated = Arrays.copyOf(inflated, wanted);
            }
            inflated[size++] = (byte) next;
            size += in.readNBytes(inflated, size, inflated.length - size);
            next = in.read();
        }
        return size == inflated.length ? inflated : Arrays.copyOf(inflated, size);
    }

    /** The body of an answer, compressed; empty if the client does not take that or it would gain nothing. */
    static Optional<byte[]> encode(Head head, byte[] body) {
        if (body.length < SMALLEST || !isAccepted(head)) {
            return Optional.empty();
        }
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream out = new Fast(deflated)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(deflated.toByteArray());
    }

    private static boolean isAccepted(Head head) {
        for (String line : head.allOf("accept-encoding")) {
            for (String item : line.toLowerCase(Locale.ROOT).split(",", 32)) {
                String[] parts = item.trim().split(";", 2);
                if (parts[0].trim().equals("gzip")) {
                    return parts.length == 1 || !parts[1].trim().matches("q=0(\\.0*)?");
                }
            }
        }
        return false;
    }

    /** Sockets are faster than thorough compression. */
    private static final class Fast extends GZIPOutputStream {
        private Fast(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
