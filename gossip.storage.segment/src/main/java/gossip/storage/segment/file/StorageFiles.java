package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The file system as storage uses it. Thread-safe; every method may block. */
public interface StorageFiles {
    /**
     * Opens a file.
     *
     * @param path the file
     * @param mode what for
     * @return the open file
     * @throws IOException if it cannot be opened; {@link java.nio.file.NoSuchFileException} where it has to exist
     */
    StorageFile open(Path path, Mode mode) throws IOException;

    /**
     * Whether a file or directory exists.
     *
     * @param path the file
     * @return true if so
     * @throws IOException if it cannot be told, which is not the same as no
     */
    boolean exists(Path path) throws IOException;

    /**
     * Size of a file.
     *
     * @param path the file
     * @return bytes
     * @throws IOException if it cannot be told
     */
    long size(Path path) throws IOException;

    /**
     * When a file was last written.
     *
     * @param path the file
     * @return ms since 1970
     * @throws IOException if it cannot be told
     */
    long lastModifiedMs(Path path) throws IOException;

    /**
     * What a directory contains.
     *
     * @param directory the directory
     * @return file names, in no order; empty if there is no such directory
     * @throws IOException if it cannot be read
     */
    List<String> list(Path directory) throws IOException;

    /**
     * Creates a directory with its parents. The entry is durable after {@link #syncDirectory} of the parent.
     *
     * @param directory the directory; no effect if it exists
     * @throws IOException if it cannot be created
     */
    void createDirectories(Path directory) throws IOException;

    /**
     * Renames a file or directory within its directory, atomically, replacing a file of the new name.
     *
     * @param from present name
     * @param to new name
     * @throws IOException if it cannot be renamed
     */
    void rename(Path from, Path to) throws IOException;

    /**
     * Deletes a file or an empty directory.
     *
     * @param path the file; no effect if it does not exist
     * @throws IOException if it cannot be deleted
     */
    void delete(Path path) throws IOException;

    /**
     * Makes the entries of a directory durable: files created, renamed and deleted in it.
     *
     * @param directory the directory
     * @throws IOException if the disk fails
     */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Replaces a file's content so that after a crash it has either the old or the new one.
     *
     * @param path the file, perhaps not there yet
     * @param content from position to limit
     * @throws IOException if the disk fails
     */
    default void replace(Path path, ByteBuffer content) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + TEMPORARY_SUFFIX);
        try (StorageFile file = open(temporary, Mode.CREATE)) {
            file.truncate(0);
            file.write(content.duplicate(), 0);
            file.force(true);
        }
        rename(temporary, path);
        syncDirectory(path.resolveSibling("."));
    }

    /** How {@link #replace} names what is not yet in place; such a file may be deleted when nobody is replacing. */
    String TEMPORARY_SUFFIX = ".tmp";

    /** What a file is opened for. */
    enum Mode {
        /** Reading; it has to exist. */
        READ,
        /** Reading and writing; it has to exist. */
        WRITE,
        /** Reading and writing; created where there is none. */
        CREATE
    }
}
