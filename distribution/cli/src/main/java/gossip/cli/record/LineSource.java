package gossip.cli.record;

import gossip.cli.terminal.Amounts;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Lines of bytes. Only the byte 0x0A ends a line, whatever the encoding; the last one may lack it. */
final class LineSource {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final InputStream in;
    private final int maxLineBytes;
    private byte[] buffer = new byte[CHUNK_BYTES];
    private int start;
    private int end;
    private long lineNumber;

    LineSource(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** Number of the line returned last, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** The next line without its end, or nothing at the end of the input. May block for input. */
    Optional<byte[]> next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    return Optional.of(take(i, i + 1));
                }
            }
            searched = end - start;
            if (searched > maxLineBytes) {
                throw new Failure(
                        ExitCode.FAILED,
                        "line " + (lineNumber + 1) + " is longer than " + Amounts.size(maxLineBytes)
                                + "; allow longer ones with --max-line");
            }
            makeRoom();
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return end == start ? Optional.empty() : Optional.of(take(end, end));
            }
            end += count;
        }
    }

    private byte[] take(int lineEnd, int nextStart) {
        byte[] line = Arrays.copyOfRange(buffer, start, lineEnd);
        start = nextStart;
        lineNumber++;
        return line;
    }

    /** Moves the unfinished line to the front, and doubles the buffer when that alone fills it. */
    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }
}
