package gossip.api.record;

/** The codecs a record batch can be compressed with; the ordinal is the number in the batch's attributes. */
public enum CompressionType {
    /** Not compressed. */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** Snappy in the framing of xerial's snappy-java. */
    SNAPPY,
    /** The LZ4 frame format. */
    LZ4,
    /** Zstandard (KIP-110). */
    ZSTD;

    private static final CompressionType[] VALUES = values();

    /**
     * Finds a codec by its number.
     *
     * @param id number in the batch's attributes
     * @return the codec
     * @throws InvalidBatchException for a number the format does not know
     */
    public static CompressionType of(int id) {
        if (id < 0 || id >= VALUES.length) {
            throw new InvalidBatchException("unknown compression codec " + id);
        }
        return VALUES[id];
    }
}
