package gossip.plugins.rest.http;

import gossip.api.security.Principal;

/** What a client has proved by the certificate of its TLS connection. */
public sealed interface Certificate {
    /** Nothing: there is none. */
    Certificate NONE = new None();

    /** There is no certificate. */
    record None() implements Certificate {}

    /**
     * Who it is.
     *
     * @param principal by the rules for names in certificates
     */
    record Of(Principal principal) implements Certificate {}

    /**
     * There is one that names nobody.
     *
     * @param reason one sentence
     */
    record Unusable(String reason) implements Certificate {}
}
