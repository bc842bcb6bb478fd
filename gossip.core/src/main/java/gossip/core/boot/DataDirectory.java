package gossip.core.boot;

import gossip.core.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a node's files, locked as long as the node runs.
 *
 * <pre>
 * lock              locked; holds the process id of whoever has it
 * node.properties   format of the directory, node.id and cluster.name it belongs to
 * clean-shutdown    there only when the last stop was orderly
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final String FORMAT = "1";
    private static final String LOCK = "lock";
    private static final String PROPERTIES = "node.properties";
    private static final String CLEAN_SHUTDOWN = "clean-shutdown";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final boolean isNew;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock, String nodeName, String clusterName)
            throws IOException {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
        this.isNew = !Files.exists(path.resolve(PROPERTIES));
        if (isNew) {
            writeProperties(nodeName, clusterName);
        } else {
            checkProperties(nodeName, clusterName);
        }
        sync(path);
    }

    /**
     * Makes the directory if need be, locks it, and checks that it is this node's.
     *
     * @param path where it is
     * @param nodeName name of the node
     * @param clusterName name of its cluster
     * @return the locked directory
     * @throws StartException naming the directory and what is wrong with it
     */
    static DataDirectory open(Path path, String nodeName, String clusterName) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            FileChannel lockFile = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                FileLock lock = lock(directory, lockFile);
                return new DataDirectory(directory, lockFile, lock, nodeName, clusterName);
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new StartException("data directory " + directory + ": " + e.getFile() + " is not a directory", e);
        } catch (AccessDeniedException e) {
            throw new StartException("data directory " + directory + ": no permission for " + e.getFile(), e);
        } catch (IOException e) {
            throw new StartException("data directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static FileLock lock(Path directory, FileChannel lockFile) throws IOException {
        FileLock lock = tryLock(lockFile);
        if (lock == null) {
            throw new StartException("data directory " + directory + " is in use by process " + readPid(lockFile)
                    + "; stop that one, or choose another directory with --data-dir or node.data_dir");
        }
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        lockFile.truncate(0);
        lockFile.write(ByteBuffer.wrap(pid), 0);
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    private static String readPid(FileChannel lockFile) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        lockFile.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    private void writeProperties(String nodeName, String clusterName) throws IOException {
        String text = "format=" + FORMAT + "\nnode.id=" + nodeName + "\ncluster.name=" + clusterName + "\n";
        Path temporary = path.resolve(PROPERTIES + ".new");
        try (FileChannel file = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(temporary, path.resolve(PROPERTIES), StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkProperties(String nodeName, String clusterName) throws IOException {
        Map<String, String> stored = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path.resolve(PROPERTIES))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                stored.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        check(stored, "format", FORMAT, "it was written by another version of Gossip");
        check(stored, "node.id", nodeName, "give each node a directory of its own, or this one its name back");
        check(
                stored,
                "cluster.name",
                clusterName,
                "give each cluster directories of its own, or this one its name back");
    }

    private void check(Map<String, String> stored, String key, String expected, String remedy) {
        String found = stored.getOrDefault(key, "");
        if (!found.equals(expected)) {
            throw new StartException("data directory " + path + " is of " + key + " \"" + found + "\", not \""
                    + expected + "\": " + remedy);
        }
    }

    Path path() {
        return path;
    }

    /** Whether this start made it. */
    boolean isNew() {
        return isNew;
    }

    /**
     * Removes the mark of an orderly stop, before anything else is written.
     *
     * @return whether there was one
     */
    boolean unmarkClean() throws IOException {
        boolean wasClean = Files.deleteIfExists(path.resolve(CLEAN_SHUTDOWN));
        sync(path);
        return wasClean;
    }

    /** Notes that everything was flushed and closed. */
    void markClean() throws IOException {
        Files.createFile(path.resolve(CLEAN_SHUTDOWN));
        sync(path);
    }

    /** Gives the lock back. The file stays: deleting it would let two processes lock two files of one name. */
    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}
