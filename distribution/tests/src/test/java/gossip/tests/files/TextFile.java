package gossip.tests.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Files of lines of words. */
final class TextFile {
    private static final String[] WORDS = {
        "the",
        "log",
        "keeps",
        "what",
        "was",
        "said",
        "in",
        "the",
        "order",
        "in",
        "which",
        "it",
        "came",
        "\u00fcber",
        "\u65e5\u672c",
        "offset",
        "a",
        "reader",
        "goes",
        "on",
        "where",
        "it",
        "stopped",
        "1234567890",
        "",
        "\t"
    };
    private static final int MAX_WORDS = 40;

    private TextFile() {}

    /** Writes a file of at least that size; the same seed gives the same lines. */
    static Path write(Path file, long sizeBytes, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            while (written < sizeBytes) {
                byte[] line = line(random);
                out.write(line);
                written += line.length;
            }
        }
        return file;
    }

    private static byte[] line(SplittableRandom random) {
        StringBuilder line = new StringBuilder();
        int words = random.nextInt(MAX_WORDS);
        for (int i = 0; i < words; i++) {
            line.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
