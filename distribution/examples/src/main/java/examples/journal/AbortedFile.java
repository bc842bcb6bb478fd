package examples.journal;

import gossip.api.record.RecordBatch;
import gossip.api.storage.AbortedTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The aborted transactions of a partition: a line of four numbers each, in memory too. */
final class AbortedFile {
    private final Path path;
    private NavigableMap<Long, AbortedTransaction> byMarker = new TreeMap<>();

    AbortedFile(Path home, long endOffset) throws IOException {
        this.path = home.resolve("aborted");
        if (Files.exists(path)) {
            for (String line : Files.readAllLines(path)) {
                long[] n = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
                byMarker.put(n[2], new AbortedTransaction(n[0], n[1], n[2], n[3]));
            }
        }
        truncateTo(endOffset);
    }

    void add(AbortedTransaction transaction) throws IOException {
        if (transaction.lastOffset() > newest()) {
            Files.writeString(path, line(transaction), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            byMarker.put(transaction.lastOffset(), transaction);
        }
    }

    List<AbortedTransaction> find(long fromOffset, long endOffset) {
        return byMarker.tailMap(fromOffset, true).values().stream()
                .filter(transaction -> transaction.firstOffset() < endOffset && fromOffset < endOffset)
                .toList();
    }

    boolean contains(RecordBatch batch) {
        return batch.isTransactional()
                && !batch.isControl()
                && byMarker.tailMap(batch.baseOffset()).values().stream()
                        .anyMatch(transaction -> transaction.producerId() == batch.producerId()
                                && transaction.firstOffset() <= batch.baseOffset());
    }

    long newest() {
        return byMarker.isEmpty() ? -1 : byMarker.lastKey();
    }

    void truncateTo(long endOffset) throws IOException {
        if (newest() >= 0 && newest() >= endOffset) {
            byMarker = new TreeMap<>(byMarker.headMap(endOffset, false));
            Path draft = Files.writeString(
                    path.resolveSibling("aborted.draft"),
                    byMarker.values().stream().map(AbortedFile::line).collect(Collectors.joining()));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String line(AbortedTransaction each) {
        return LongStream.of(each.producerId(), each.firstOffset(), each.lastOffset(), each.lastStableOffset())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" "))
                + "\n";
    }
}
