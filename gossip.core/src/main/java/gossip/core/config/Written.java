package gossip.core.config;

/**
 * A value as somebody wrote it, before it is known whether there is such a setting.
 *
 * @param key key with dots
 * @param text the value; items of a list are separated by commas
 * @param shape what it looked like
 * @param origin where it stands
 */
record Written(String key, String text, Shape shape, Origin origin) {
    enum Shape {
        /** One word or text. */
        SCALAR,
        /** A list of such. */
        LIST,
        /** Nothing, as when all lines below a section are commented out. */
        EMPTY
    }
}
