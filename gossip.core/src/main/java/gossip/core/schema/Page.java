package gossip.core.schema;

import gossip.api.schema.Listing;
import java.util.List;
import java.util.function.Predicate;

/** Cuts lists after what may not be seen was taken out, so that pages tell nothing of it. */
final class Page {
    private Page() {}

    /** The same list, as a whole. */
    static Listing whole(Listing listing) {
        return new Listing(listing.deleted(), 0, -1);
    }

    static <T> List<T> of(List<T> whole, Predicate<T> visible, Listing listing) {
        return whole.stream()
                .filter(visible)
                .skip(listing.offset())
                .limit(listing.limit() < 0 ? Long.MAX_VALUE : listing.limit())
                .toList();
    }
}
