package examples.journal;

import gossip.api.storage.PartitionLog.StateSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The snapshots of a partition, each in a file named after its offset. */
final class Snapshots {
    private static final String SUFFIX = ".snapshot";
    private static final int KEPT = 2;

    private final Path home;

    Snapshots(Path home) {
        this.home = home;
    }

    void save(long offset, ByteBuffer state) throws IOException {
        byte[] bytes = new byte[state.remaining()];
        state.get(state.position(), bytes);
        Path draft = Files.write(home.resolve("draft"), bytes);
        Files.move(draft, home.resolve(offset + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        List<Long> offsets = offsets();
        for (long old : offsets.subList(0, Math.max(0, offsets.size() - KEPT))) {
            Files.delete(home.resolve(old + SUFFIX));
        }
    }

    Optional<StateSnapshot> newest(long endOffset) throws IOException {
        List<Long> usable =
                offsets().stream().filter(offset -> offset <= endOffset).toList();
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(new StateSnapshot(
                        usable.getLast(),
                        ByteBuffer.wrap(Files.readAllBytes(home.resolve(usable.getLast() + SUFFIX)))));
    }

    void deleteAbove(long offset) throws IOException {
        for (long newer : offsets()) {
            if (newer > offset) {
                Files.delete(home.resolve(newer + SUFFIX));
            }
        }
    }

    private List<Long> offsets() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }
}
