package gossip.raft.codec;

import java.io.IOException;

/** Bytes that should be metadata are not, or were written by a newer version of Gossip. */
public final class MalformedMetadataException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was found where
     */
    public MalformedMetadataException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message what was found where
     * @param cause what the parser said
     */
    public MalformedMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
