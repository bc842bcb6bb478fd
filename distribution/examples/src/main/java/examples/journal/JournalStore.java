package examples.journal;

import gossip.api.PartitionId;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One directory per partition. */
final class JournalStore implements LogStore {
    private static final int UUID_LENGTH = 36;

    private final Path directory;

    JournalStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public PartitionLog open(PartitionId id, LogConfig config) throws IOException {
        Path home = Files.createDirectories(directory.resolve(id.toString()));
        return new JournalLog(id, config, new JournalFile(home.resolve("batches")), home);
    }

    @Override
    public Set<PartitionId> partitions() throws IOException {
        try (Stream<Path> homes = Files.list(directory)) {
            return homes.map(home -> parse(home.getFileName().toString())).collect(Collectors.toUnmodifiableSet());
        }
    }

    private static PartitionId parse(String name) {
        UUID topicId = UUID.fromString(name.substring(0, UUID_LENGTH));
        return new PartitionId(topicId, Integer.parseInt(name.substring(UUID_LENGTH + 1)));
    }

    @Override
    public long sizeBytes(PartitionId id) throws IOException {
        Path batches = directory.resolve(id.toString()).resolve("batches");
        return Files.exists(batches) ? Files.size(batches) - JournalFile.HEADER_BYTES : 0;
    }

    @Override
    public void delete(PartitionId id) throws IOException {
        Path home = directory.resolve(id.toString());
        if (Files.notExists(home)) {
            return;
        }
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home);
    }

    @Override
    public void close() {
        // logs hold their own files
    }
}
