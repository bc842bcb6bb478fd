package gossip.storage.segment.file;

import gossip.storage.segment.file.DiskNode.Content;
import gossip.storage.segment.file.DiskNode.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A disk below a directory that fails on demand: errors, short writes, no space, slow or failing syncs, flipped bits and loss
 * of power, after which only what was synced is certain to be there. Thread-safe.
 */
public final class FaultyFiles implements StorageFiles {
    private final StorageFiles real = new NioFiles();
    private final Path root;
    private final Directory tree;
    private final List<Fault> faults = new ArrayList<>();
    private long freeBytes = 1L << 60;
    private boolean powered = true;
    private int changesLeft = Integer.MAX_VALUE;
    private int forces;

    /** An empty disk. */
    public FaultyFiles(Path root) {
        this(root, new Directory());
    }

    private FaultyFiles(Path root, Directory tree) {
        this.root = root;
        this.tree = tree;
    }

    /** What can fail. */
    public enum Operation {
        READ,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        SYNC_DIRECTORY
    }

    /** Lets the next such operation fail with EIO; a write does half of its work before. */
    public synchronized void failNext(Operation operation, Predicate<Path> on) {
        failAfter(0, operation, on);
    }

    /** Lets such an operation fail with EIO after so many have worked. */
    public synchronized void failAfter(int count, Operation operation, Predicate<Path> on) {
        faults.add(new Fault(operation, on, count, () -> {
            throw new IOException("Input/output error");
        }));
    }

    /** Lets nothing fail that has not failed yet. */
    public synchronized void forgetFaults() {
        faults.clear();
    }

    /** Lets the power fail when so many operations that change something have worked. */
    public synchronized void losePowerAfter(int operations) {
        changesLeft = operations;
    }

    /** Whether the power is on. */
    public synchronized boolean isPowered() {
        return powered;
    }

    /** Runs something before the next such operation, such as waiting. */
    public synchronized void beforeNext(Operation operation, Predicate<Path> on, Interruption work) {
        faults.add(new Fault(operation, on, 0, work));
    }

    /** Leaves so much space. */
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** How many syncs of files there were. */
    public synchronized int forces() {
        return forces;
    }

    /** Damages a byte, on disk and in the page cache. */
    public synchronized void flipBit(Path path, int position) throws IOException {
        try (StorageFile file = real.open(path, Mode.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.readFully(one, position);
            file.write(one.put(0, (byte) (one.get(0) ^ 1)).flip(), position);
        }
        content(path).flipBit(position);
    }

    /** Cuts the power; what is open from now on fails. Returns the disk as it is when the power comes back. */
    public synchronized FaultyFiles powerOff(long seed) throws IOException {
        powered = false;
        Random random = new Random(seed);
        Directory survivor = new Directory();
        Path copy = root.resolveSibling(root.getFileName() + "-after");
        restore(tree, root, survivor, copy, random);
        try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.move(copy, root);
        return new FaultyFiles(root, survivor);
    }

    private void restore(Directory from, Path present, Directory to, Path copy, Random random) throws IOException {
        Files.createDirectories(copy);
        for (Map.Entry<String, DiskNode> entry : new TreeMap<>(from.afterPowerLoss(random)).entrySet()) {
            Path source = present.resolve(from.presentName(entry.getValue()));
            Path target = copy.resolve(entry.getKey());
            switch (entry.getValue()) {
                case Directory directory -> {
                    Directory restored = new Directory();
                    restore(directory, source, restored, target, random);
                    to.put(entry.getKey(), restored);
                }
                case Content content -> {
                    Content restored = new Content();
                    write(target, surviving(content, source, random), restored);
                    to.put(entry.getKey(), restored);
                }
            }
        }
        to.sync();
    }

    private byte[] surviving(Content content, Path source, Random random) throws IOException {
        if (!real.exists(source)) {
            return content.durable();
        }
        try (StorageFile file = real.open(source, Mode.READ)) {
            return content.afterPowerLoss(file, random);
        }
    }

    private void write(Path target, byte[] bytes, Content restored) throws IOException {
        try (StorageFile file = real.open(target, Mode.CREATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            restored.wrote(0, bytes.length);
            restored.sync(file);
        }
    }

    @Override
    public synchronized StorageFile open(Path path, Mode mode) throws IOException {
        requirePower();
        boolean existed = real.exists(path);
        StorageFile file = real.open(path, mode);
        if (!existed) {
            parent(path).put(name(path), new Content());
        }
        return new FaultyFile(file, content(path));
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return real.exists(path);
    }

    @Override
    public long size(Path path) throws IOException {
        return real.size(path);
    }

    @Override
    public long lastModifiedMs(Path path) throws IOException {
        return real.lastModifiedMs(path);
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        requirePower();
        return real.list(directory);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        requirePower();
        real.createDirectories(directory);
        Directory at = tree;
        for (Path part : root.relativize(directory)) {
            if (!at.present.containsKey(part.toString()) && !part.toString().isEmpty()) {
                at.put(part.toString(), new Directory());
            }
            at = part.toString().isEmpty() ? at : (Directory) at.present.get(part.toString());
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        meet(Operation.RENAME, from);
        synchronized (this) {
            real.rename(from, to);
            parent(from).rename(name(from), name(to));
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        meet(Operation.DELETE, path);
        synchronized (this) {
            if (real.exists(path)) {
                freeBytes += node(path) instanceof Content ? real.size(path) : 0;
                real.delete(path);
                parent(path).remove(name(path));
            }
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        meet(Operation.SYNC_DIRECTORY, directory);
        synchronized (this) {
            ((Directory) node(directory)).sync();
        }
    }

    private DiskNode node(Path path) {
        DiskNode at = tree;
        for (Path part : root.relativize(path.normalize())) {
            if (!part.toString().isEmpty()) {
                at = ((Directory) at).present.get(part.toString());
            }
        }
        return at;
    }

    private Directory parent(Path path) {
        return (Directory) node(path.getParent());
    }

    private Content content(Path path) {
        return (Content) node(path);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private void requirePower() throws IOException {
        if (!powered) {
            throw new IOException("the power is off");
        }
    }

    /** Runs what was planned for this operation; not under the lock, for it may wait. */
    private void meet(Operation operation, Path path) throws IOException {
        Fault due = null;
        synchronized (this) {
            if (operation != Operation.READ && changesLeft-- <= 0) {
                powered = false;
            }
            requirePower();
            for (Fault fault : List.copyOf(faults)) {
                if (due == null && fault.operation == operation && fault.on.test(path) && fault.isDue()) {
                    due = fault;
                    faults.remove(fault);
                }
            }
        }
        if (due != null) {
            due.work.run();
        }
    }

    /** Something that happens instead of, or before, an operation. */
    @FunctionalInterface
    public interface Interruption {
        void run() throws IOException;
    }

    private static final class Fault {
        private final Operation operation;
        private final Predicate<Path> on;
        private final Interruption work;
        private int rest;

        private Fault(Operation operation, Predicate<Path> on, int rest, Interruption work) {
            this.operation = operation;
            this.on = on;
            this.rest = rest;
            this.work = work;
        }

        private boolean isDue() {
            return rest-- == 0;
        }
    }

    private final class FaultyFile implements StorageFile {
        private final StorageFile file;
        private final Content content;

        private FaultyFile(StorageFile file, Content content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            meet(Operation.READ, path());
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            try {
                meet(Operation.WRITE, path());
            } catch (IOException e) {
                writePart(source, position, source.remaining() / 2);
                throw DiskErrors.ofWrite(e, path());
            }
            synchronized (FaultyFiles.this) {
                long growth = Math.max(0, position + source.remaining() - Math.max(position, file.size()));
                if (growth > freeBytes) {
                    writePart(source, position, (int) (source.remaining() - growth + freeBytes));
                    freeBytes = 0;
                    throw DiskErrors.ofWrite(new IOException("No space left on device"), path());
                }
                freeBytes -= growth;
                writePart(source, position, source.remaining());
            }
        }

        private void writePart(ByteBuffer source, long position, int bytes) throws IOException {
            synchronized (FaultyFiles.this) {
                if (powered) {
                    int limit = source.limit();
                    file.write(source.limit(source.position() + bytes), position);
                    source.limit(limit);
                    content.wrote(position, position + bytes);
                }
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            try {
                meet(Operation.FORCE, path());
            } catch (IOException e) {
                synchronized (FaultyFiles.this) {
                    if (powered) {
                        content.forgetDirty();
                    }
                }
                throw e;
            }
            synchronized (FaultyFiles.this) {
                requirePower();
                forces++;
                content.sync(file);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            meet(Operation.TRUNCATE, path());
            synchronized (FaultyFiles.this) {
                long cut = Math.max(0, file.size() - size);
                freeBytes += cut;
                content.wrote(size, size + cut);
                file.truncate(size);
            }
        }

        @Override
        public FileChannel channel() {
            return file.channel();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
