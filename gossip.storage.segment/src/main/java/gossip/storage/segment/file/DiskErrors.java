package gossip.storage.segment.file;

import gossip.api.storage.DiskFullException;
import java.io.IOException;
import java.nio.file.Path;

/** Tells a full disk from a broken one; the JDK leaves that to the message of the operating system. */
public final class DiskErrors {
    private DiskErrors() {}

    /**
     * Names the kind of a failed write.
     *
     * @param failure what the operating system said
     * @param path the file
     * @return a {@link DiskFullException} if there is no space or quota left, else {@code failure}
     */
    public static IOException ofWrite(IOException failure, Path path) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return new DiskFullException(
                    "no space left for " + path + "; free some on its disk, writes go on by themselves then", failure);
        }
        return failure;
    }
}
