package gossip.api.metadata;

/** Tells names of topics apart as metrics do, which write an underscore for a dot. */
final class TopicNames {
    private TopicNames() {}

    /** The same for all names that collide; that of the name itself if it has no dot. */
    static int hash(String name) {
        if (name.indexOf('.') < 0) {
            return name.hashCode();
        }
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + seen(name.charAt(i));
        }
        return hash;
    }

    /** Whether two names differ in nothing but dots and underscores. */
    static boolean collide(String one, String other) {
        if (one.length() != other.length() || one.equals(other)) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (seen(one.charAt(i)) != seen(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char seen(char c) {
        return c == '.' ? '_' : c;
    }
}
