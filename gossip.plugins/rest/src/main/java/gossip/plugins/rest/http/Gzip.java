package gossip.plugins.rest.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private Gzip() {}

    /** The body of a request as it was before it was compressed. */
    static byte[] decode(Head head, byte[] body, int maxBytes) {
        String encoding =
                head.header("content-encoding").orElse("identity").trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> body;
            case "gzip", "x-gzip" -> inflate(body, maxBytes);
            default ->
                throw new Refusal(
                        415,
                        "the Content-Encoding " + encoding + " is not understood; gzip is",
                        Map.of("accept-encoding", "gzip"));
        };
    }

    private static byte[] inflate(byte[] body, int maxBytes) {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream(Math.min(maxBytes, Math.max(64, 2 * body.length)));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER_BYTES)) {
            int count = in.read(buffer);
            while (count >= 0) {
                if (inflated.size() + count > maxBytes) {
                    throw new Refusal(
                            413,
                            "the body has more than " + maxBytes
                                    + " bytes once decompressed; send less at once, or raise" + " rest.max_body_size");
                }
                inflated.write(buffer, 0, count);
                count = in.read(buffer);
            }
            return inflated.toByteArray();
        } catch (IOException e) {
            throw Refusal.badRequest("the body is not gzip, as its Content-Encoding says: " + e.getMessage());
        }
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
