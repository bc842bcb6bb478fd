package gossip.plugins.rest.route;

import java.util.Locale;

/** Routes that treat clients alike. */
public enum Family {
    /** What probes and monitoring ask. */
    HEALTH,
    /** The schema registry, as Confluent's clients know it: errors have a number, parameters nobody knows do no harm. */
    REGISTRY,
    /** Gossip's own: errors are problem documents (RFC 9457), parameters nobody knows are refused. */
    BROKER;

    /** Its name in the OpenAPI document. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
