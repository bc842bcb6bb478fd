package gossip.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file that is put aside when it is full: audit.log, audit.log.1 and so on, the oldest last. Used by one thread. */
final class AuditFile implements AutoCloseable {
    private static final String NAME = "audit.log";

    private final Path directory;
    private final long maxBytes;
    private final int maxFiles;
    private @Nullable FileChannel file;

    AuditFile(Path directory, long maxBytes, int maxFiles) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
    }

    void append(byte[] line) throws IOException {
        FileChannel target = open();
        if (target.size() > 0 && target.size() + line.length > maxBytes) {
            close();
            rotate();
            target = open();
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel present = file;
        if (present == null) {
            Files.createDirectories(directory);
            present = FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            file = present;
        }
        return present;
    }

    private void rotate() throws IOException {
        Files.deleteIfExists(numbered(maxFiles - 1));
        for (int i = maxFiles - 2; i >= 0; i--) {
            if (Files.exists(numbered(i))) {
                Files.move(numbered(i), numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int index) {
        return directory.resolve(index == 0 ? NAME : NAME + "." + index);
    }

    @Override
    public void close() throws IOException {
        FileChannel present = file;
        file = null;
        if (present != null) {
            present.close();
        }
    }
}
