package gossip.raft.engine;

import gossip.api.consensus.ReplicatedStateMachine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Objects;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/** Snapshots on disk, one file each with a checksum beside it, durable before the log before them is dropped. */
final class SnapshotFiles extends SimpleStateMachineStorage {
    private static final int BUFFER_BYTES = 64 << 10;

    /** Writes what the machine holds. The checksum comes first, so that a snapshot without one is never a whole one. */
    void write(TermIndex applied, ReplicatedStateMachine machine) throws IOException {
        File file = getSnapshotFile(applied.getTerm(), applied.getIndex());
        Path temporary =
                getTmpSnapshotFile(applied.getTerm(), applied.getIndex()).toPath();
        MD5Hash digest = stream(temporary, machine);
        MD5FileUtil.saveMD5File(file, digest);
        Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
        sync(parent(file.toPath()));
        updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), applied));
    }

    /** Gives a snapshot to the machine, once its checksum is found right. */
    void read(SingleFileSnapshotInfo snapshot, ReplicatedStateMachine machine) throws IOException {
        Path file = snapshot.getFile().getPath();
        if (!snapshot.hasMd5()
                || !MD5FileUtil.computeMd5ForFile(file.toFile())
                        .equals(snapshot.getFile().getFileDigest())) {
            throw new IOException("the metadata snapshot " + file + " is damaged: its checksum is missing or wrong");
        }
        try (InputStream source = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            machine.readSnapshot(snapshot.getIndex(), source);
        }
    }

    /** Makes a snapshot that came from the leader durable: Ratis only wrote it. */
    void sync(SingleFileSnapshotInfo snapshot) throws IOException {
        Path file = snapshot.getFile().getPath();
        sync(file);
        sync(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
        sync(parent(file));
        sync(parent(parent(file)));
    }

    private static MD5Hash stream(Path file, ReplicatedStateMachine machine) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile());
                DigestOutputStream digested = new DigestOutputStream(out, MD5FileUtil.newMD5());
                BufferedOutputStream target = new BufferedOutputStream(digested, BUFFER_BYTES)) {
            machine.writeSnapshot(target);
            target.flush();
            out.getChannel().force(true);
            return MD5Hash.newInstance(digested.getMessageDigest().digest());
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "parent");
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
