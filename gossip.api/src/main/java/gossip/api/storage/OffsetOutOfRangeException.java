package gossip.api.storage;

/** An offset that the log does not have. */
public final class OffsetOutOfRangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param offset the offset asked for
     * @param logStartOffset first offset there is
     * @param endOffset exclusive end
     */
    public OffsetOutOfRangeException(long offset, long logStartOffset, long endOffset) {
        super("offset " + offset + " is not in [" + logStartOffset + ", " + endOffset + "]");
    }
}
