package gossip.schema.json;

import gossip.schema.format.Roles;
import java.util.ArrayList;
import java.util.List;

/** Collects what keeps one schema from allowing what another allows. Used by one thread. */
final class Problems {
    private static final int LIMIT = 200;

    private final List<String> found = new ArrayList<>();
    private final Roles roles;
    private boolean isComplete;

    Problems(Roles roles) {
        this.roles = roles;
    }

    void complete() {
        isComplete = true;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Reader and writer stand for the schemas. */
    void add(String kind, String path, String what) {
        if (found.size() < LIMIT) {
            found.add(kind + " at " + (path.isEmpty() ? "/" : path) + ": "
                    + what.replace("{reader}", roles.reader()).replace("{writer}", roles.writer()));
        }
    }

    void addAll(Problems others) {
        others.found.stream().limit(LIMIT - (long) found.size()).forEach(found::add);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
