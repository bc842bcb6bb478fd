package gossip.api.schema;

/** Chooses a version of a subject. */
public sealed interface VersionChoice {
    /** The newest that is not deleted. */
    VersionChoice LATEST = new Latest();

    /** The newest that is not deleted. */
    record Latest() implements VersionChoice {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * One of a given number.
     *
     * @param version at least 1
     */
    record Exact(int version) implements VersionChoice {
        /** Checks the number. */
        public Exact {
            if (version < 1) {
                throw invalid(String.valueOf(version));
            }
        }

        @Override
        public String toString() {
            return String.valueOf(version);
        }
    }

    /**
     * Reads a choice as clients write it.
     *
     * @param text a number from 1 to 2<sup>31</sup>-1, {@code latest} or {@code -1}
     * @return the choice
     * @throws SchemaException with {@link SchemaError#INVALID_VERSION} if it is none of these
     */
    static VersionChoice parse(String text) {
        if (text.equals("latest") || text.equals("-1")) {
            return LATEST;
        }
        try {
            return new Exact(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
    }

    private static SchemaException invalid(String text) {
        return new SchemaException(
                SchemaError.INVALID_VERSION,
                "The specified version '" + text
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
                        + " \"latest\"");
    }
}
