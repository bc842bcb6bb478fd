package gossip.raft.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Remembers for which group a directory was created. Ratis trusts what it has stored more than what is configured, so a
 * changed configuration would be ignored in silence; here it is refused.
 */
final class GroupFile {
    private static final String NAME = "group.properties";
    private static final String CLUSTER = "cluster.name";
    private static final String VOTERS = "cluster.initial_nodes";
    private static final String SELF = "node.cluster_address";

    private final Path file;

    GroupFile(Path directory) {
        this.file = directory.resolve(NAME);
    }

    /** Writes the file, or compares with what it says. */
    void check(String clusterName, Membership membership) throws IOException {
        Properties wanted = new Properties();
        wanted.setProperty(CLUSTER, clusterName);
        wanted.setProperty(VOTERS, text(membership));
        wanted.setProperty(SELF, membership.isSolo() ? "" : membership.self());
        if (Files.exists(file)) {
            compare(read(), wanted);
        } else {
            write(wanted);
        }
    }

    private void compare(Properties stored, Properties wanted) throws IOException {
        for (String key : new String[] {CLUSTER, VOTERS, SELF}) {
            String was = stored.getProperty(key, "");
            String is = wanted.getProperty(key);
            if (!was.equals(is)) {
                throw new IOException(key + " was '" + was + "' when " + file.getParent() + " was created and is now '"
                        + is + "', which a node with metadata cannot change; put the old value back, or give this node"
                        + " an empty node.data_dir");
            }
        }
    }

    private Properties read() throws IOException {
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged", e);
        }
        return stored;
    }

    private void write(Properties wanted) throws IOException {
        StringWriter text = new StringWriter();
        wanted.store(text, "The group that this directory belongs to; written once");
        Path temporary = file.resolveSibling(NAME + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** In order of the alphabet: who is named first makes no difference. */
    private static String text(Membership membership) {
        return membership.isSolo()
                ? ""
                : String.join(",", membership.voters().stream().sorted().toList());
    }
}
