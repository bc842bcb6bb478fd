package gossip.core.security;

import gossip.api.security.Principal;

/** Reads principals as people write them. */
final class Principals {
    private Principals() {}

    static boolean isValid(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && colon < text.length() - 1;
    }

    /** Of {@code User:alice}. */
    static Principal parse(String text) {
        int colon = text.indexOf(':');
        return new Principal(text.substring(0, colon), text.substring(colon + 1));
    }
}
