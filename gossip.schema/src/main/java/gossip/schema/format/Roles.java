package gossip.schema.format;

/**
 * How the two schemas of a comparison are called, and which of them can still be changed.
 *
 * @param reader the one that reads
 * @param writer the one that data was written with
 * @param isReaderNew whether the reader is the one to be registered
 */
public record Roles(String reader, String writer, boolean isReaderNew) {
    private static final String NEW = "the new schema";

    /**
     * The new schema has to read what an old one wrote.
     *
     * @param old how to call the old one
     * @return roles
     */
    public static Roles backward(String old) {
        return new Roles(NEW, old, true);
    }

    /**
     * An old schema has to read what the new one writes.
     *
     * @param old how to call the old one
     * @return roles
     */
    public static Roles forward(String old) {
        return new Roles(old, NEW, false);
    }

    /**
     * What to do, which depends on the schema that can still be changed.
     *
     * @param ifReaderNew if that is the reader
     * @param ifWriterNew if that is the writer
     * @return one of them
     */
    public String choose(String ifReaderNew, String ifWriterNew) {
        return isReaderNew ? ifReaderNew : ifWriterNew;
    }
}
