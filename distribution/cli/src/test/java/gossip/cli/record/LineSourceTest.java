package gossip.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.cli.terminal.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSourceTest {
    @Test
    void onlyTheLineFeedEndsALine() throws IOException {
        assertThat(lines(new byte[] {'a', '\r', '\n', 0, (byte) 0xff, '\n', '\n', 'z'}, 100))
                .containsExactly(new byte[] {'a', '\r'}, new byte[] {0, (byte) 0xff}, new byte[0], new byte[] {'z'});
    }

    @Test
    void lineEndAtTheEndAddsNoLine() throws IOException {
        assertThat(lines("a\n".getBytes(UTF_8), 100)).containsExactly("a".getBytes(UTF_8));
    }

    @Test
    void emptyInputHasNoLine() throws IOException {
        assertThat(lines(new byte[0], 100)).isEmpty();
    }

    @Test
    void linesLongerThanTheBufferStayWhole() throws IOException {
        byte[] first = letters(300_000);
        byte[] second = letters(70_000);
        byte[] input = new byte[first.length + 1 + second.length];
        System.arraycopy(first, 0, input, 0, first.length);
        input[first.length] = '\n';
        System.arraycopy(second, 0, input, first.length + 1, second.length);

        assertThat(lines(input, 1 << 20)).containsExactly(first, second);
    }

    @Test
    void lineBeyondTheLimitIsRefusedWithItsNumberAndTheRemedy() {
        byte[] input = ("short\n" + "x".repeat(200_000)).getBytes(UTF_8);
        assertThatThrownBy(() -> lines(input, 100_000))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("--max-line");
    }

    private static List<byte[]> lines(byte[] input, int maxLineBytes) throws IOException {
        LineSource source = new LineSource(inSmallPieces(input), maxLineBytes);
        List<byte[]> lines = new ArrayList<>();
        for (Optional<byte[]> line = source.next(); line.isPresent(); line = source.next()) {
            lines.add(line.get());
        }
        assertThat(source.lineNumber()).isEqualTo(lines.size());
        return lines;
    }

    private static InputStream inSmallPieces(byte[] input) {
        return new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] target, int position, int length) {
                return super.read(target, position, Math.min(length, 4093));
            }
        };
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }
}
