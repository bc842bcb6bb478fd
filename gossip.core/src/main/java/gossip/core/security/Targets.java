package gossip.core.security;

import gossip.api.security.Resource;
import java.util.Locale;

/** How things are called in the audit log. */
public final class Targets {
    private Targets() {}

    /**
     * Names a resource.
     *
     * @param resource the resource
     * @return such as {@code topic:orders}
     */
    public static String of(Resource resource) {
        return of(resource.type().name(), resource.name());
    }

    /**
     * Names a thing.
     *
     * @param kind what it is
     * @param name its name
     * @return such as {@code topic:orders}
     */
    public static String of(String kind, String name) {
        return kind.toLowerCase(Locale.ROOT) + ":" + name;
    }
}
