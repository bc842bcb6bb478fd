package examples.journal;

import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of batches that begins with the log start offset and the log end offset at its last rewriting. */
final class JournalFile {
    /** What stands before the batches. */
    static final int HEADER_BYTES = 16;

    private final Path path;
    private FileChannel channel;

    JournalFile(Path path) throws IOException {
        this.path = path;
        if (Files.notExists(path)) {
            Files.write(path, new byte[HEADER_BYTES]);
        }
        this.channel = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Reads what is whole and cuts off what is torn. */
    Contents load() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<RecordBatch> batches = new ArrayList<>();
        int position = HEADER_BYTES;
        while (position < bytes.limit()) {
            try {
                RecordBatch batch = RecordBatch.at(bytes, position);
                if (!batch.isIntact()) {
                    break;
                }
                batches.add(batch);
                position = batch.end();
            } catch (InvalidBatchException torn) {
                break;
            }
        }
        channel.truncate(position);
        long end = batches.isEmpty() ? bytes.getLong(8) : batches.getLast().nextOffset();
        return new Contents(bytes.getLong(0), end, batches);
    }

    void append(ByteBuffer batches) throws IOException {
        writeAll(channel, channel.size(), batches.duplicate());
    }

    /** Replaces everything, at once. */
    void rewrite(Contents contents) throws IOException {
        Path draft = path.resolveSibling("rewriting");
        Files.write(draft, new byte[HEADER_BYTES]);
        try (FileChannel fresh = open(draft)) {
            writeAll(
                    fresh,
                    0,
                    ByteBuffer.allocate(HEADER_BYTES)
                            .putLong(contents.startOffset())
                            .putLong(contents.endOffset())
                            .flip());
            for (RecordBatch batch : contents.batches()) {
                writeAll(fresh, fresh.size(), batch.bytes());
            }
            fresh.force(true);
        }
        channel.close();
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        channel = open(path);
    }

    void flush() throws IOException {
        channel.force(true);
    }

    void close() throws IOException {
        channel.close();
    }

    private static void writeAll(FileChannel target, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += target.write(bytes, at);
        }
    }

    /**
     * What the file holds.
     *
     * @param startOffset log start offset
     * @param endOffset log end offset
     * @param batches in order
     */
    record Contents(long startOffset, long endOffset, List<RecordBatch> batches) {}
}
