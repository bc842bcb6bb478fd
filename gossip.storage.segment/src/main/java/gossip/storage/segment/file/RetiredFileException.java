package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file was deleted or replaced between being found and being opened: look again. */
public final class RetiredFileException extends IOException {
    private static final long serialVersionUID = 1L;

    RetiredFileException(Path path) {
        super(path + " was deleted or replaced, or its log was closed");
    }
}
