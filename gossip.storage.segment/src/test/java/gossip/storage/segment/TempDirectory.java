package gossip.storage.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one try of a property, for which JUnit has none; in memory where there is such a file system. */
public final class TempDirectory implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;

    public TempDirectory() throws IOException {
        path = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "gossip-property")
                : Files.createTempDirectory("gossip-property");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
