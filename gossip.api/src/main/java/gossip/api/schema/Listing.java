package gossip.api.schema;

/**
 * Which part of a list is wanted.
 *
 * @param deleted what of that which was softly deleted
 * @param offset how many to pass over, at least 0
 * @param limit how many at most; negative for as many as the registry gives at once
 */
public record Listing(Deleted deleted, int offset, int limit) {
    /** All that is not deleted. */
    public static final Listing PRESENT = new Listing(Deleted.EXCLUDE, 0, -1);

    /** All, softly deleted or not. */
    public static final Listing ALL = new Listing(Deleted.INCLUDE, 0, -1);

    /** Checks the offset. */
    public Listing {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is " + offset + ", not at least 0");
        }
    }

    /** What of that which was softly deleted is wanted. */
    public enum Deleted {
        /** Nothing. */
        EXCLUDE,
        /** It too. */
        INCLUDE,
        /** Nothing else. */
        ONLY
    }
}
