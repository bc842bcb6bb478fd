package gossip.tests.frames;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that are not, or not quite, requests of the Kafka protocol. */
enum Garbage {
    /** Random bytes, the length among them. */
    NOISE {
        @Override
        byte[] bytes(Random random) {
            return random(random, 1 + random.nextInt(2000));
        }
    },
    /** A frame that says it is larger than any may be. */
    HUGE {
        @Override
        byte[] bytes(Random random) {
            return ByteBuffer.allocate(64)
                    .putInt(Integer.MAX_VALUE - random.nextInt(1000))
                    .put(random(random, 60))
                    .array();
        }
    },
    /** A frame of less than no bytes. */
    NEGATIVE {
        @Override
        byte[] bytes(Random random) {
            return ByteBuffer.allocate(Integer.BYTES)
                    .putInt(-1 - random.nextInt(Integer.MAX_VALUE))
                    .array();
        }
    },
    /** A frame too small for a header. */
    TINY {
        @Override
        byte[] bytes(Random random) {
            return frame(random(random, random.nextInt(8)));
        }
    },
    /** A frame of which the end never comes. */
    TRUNCATED {
        @Override
        byte[] bytes(Random random) {
            byte[] body = random(random, 20 + random.nextInt(200));
            return ByteBuffer.allocate(Integer.BYTES + body.length)
                    .putInt(body.length + 1 + random.nextInt(1000))
                    .put(body)
                    .array();
        }

        @Override
        boolean isComplete() {
            return false;
        }
    },
    /** The header of a real request, with a body that does not fit it. */
    WRONG_BODY {
        @Override
        byte[] bytes(Random random) {
            byte[] client = "garbage".getBytes(StandardCharsets.US_ASCII);
            byte[] body = random(random, random.nextInt(500));
            ByteBuffer frame = ByteBuffer.allocate(10 + client.length + body.length)
                    .putShort((short) random.nextInt(80))
                    .putShort((short) random.nextInt(20))
                    .putInt(random.nextInt())
                    .putShort((short) client.length)
                    .put(client)
                    .put(body);
            return frame(frame.array());
        }

        @Override
        boolean isComplete() {
            return false; // it may happen to be a request, and be answered
        }
    },
    /** Another protocol. */
    HTTP {
        @Override
        byte[] bytes(Random random) {
            return "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        }
    },
    /** The first bytes of a TLS handshake. */
    TLS {
        @Override
        byte[] bytes(Random random) {
            return ByteBuffer.allocate(200)
                    .put(new byte[] {22, 3, 1, 0, (byte) 195, 1, 0, 0, (byte) 191, 3, 3})
                    .put(random(random, 189))
                    .array();
        }
    };

    abstract byte[] bytes(Random random);

    /** Whether the broker can tell at once that something is wrong, and must then close the connection. */
    boolean isComplete() {
        return this != NOISE;
    }

    private static byte[] random(Random random, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] frame(byte[] body) {
        return ByteBuffer.allocate(Integer.BYTES + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }
}
