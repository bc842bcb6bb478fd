package gossip.storage.segment.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The segments of a log in order; the last one is appended to. Immutable, never empty. */
final class Segments {
    private final Segment[] ascending;

    Segments(List<Segment> ascending) {
        this.ascending = ascending.toArray(Segment[]::new);
    }

    Segment active() {
        return ascending[ascending.length - 1];
    }

    Segment first() {
        return ascending[0];
    }

    int count() {
        return ascending.length;
    }

    Segment get(int index) {
        return ascending[index];
    }

    /** Index of the segment that an offset falls into; 0 if it is below all. */
    int floor(long offset) {
        int low = 0;
        int high = ascending.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (ascending[middle].baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    List<Segment> all() {
        return List.of(ascending);
    }

    /** All but the active one. */
    List<Segment> closed() {
        return List.of(Arrays.copyOf(ascending, ascending.length - 1));
    }

    Segments with(Segment active) {
        List<Segment> all = new ArrayList<>(all());
        all.add(active);
        return new Segments(all);
    }

    Segments without(Predicate<Segment> gone) {
        List<Segment> rest = new ArrayList<>(all());
        rest.removeIf(gone);
        return new Segments(rest);
    }

    /** One segment in the place of some that follow each other. */
    Segments replacing(List<Segment> replaced, Segment replacement) {
        List<Segment> all = new ArrayList<>(all());
        int at = all.indexOf(replaced.getFirst());
        all.removeAll(replaced);
        all.add(at, replacement);
        return new Segments(all);
    }
}
