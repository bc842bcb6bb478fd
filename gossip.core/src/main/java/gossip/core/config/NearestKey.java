package gossip.core.config;

import java.util.Collection;

/** Finds what somebody probably meant. */
public final class NearestKey {
    private NearestKey() {}

    /**
     * Finds the known key with the fewest changes to what was written. A key written without its section counts as near.
     *
     * @param written what is not known
     * @param known at least one
     * @return one of {@code known}
     */
    public static String of(String written, Collection<String> known) {
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String key : known) {
            int changes = Math.min(distance(written, key), 1 + distance(lastPart(written), lastPart(key)));
            if (changes < fewest || changes == fewest && key.compareTo(nearest) < 0) {
                fewest = changes;
                nearest = key;
            }
        }
        return nearest;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[] twoAgo = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], twoAgo[j - 2] + 1);
                }
            }
            int[] spare = twoAgo;
            twoAgo = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
