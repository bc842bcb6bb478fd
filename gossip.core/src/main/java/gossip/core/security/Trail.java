package gossip.core.security;

import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;

/** Where it is noted who did what. Never blocks; any thread. */
public interface Trail {
    /** Notes nothing. */
    Trail NONE = (context, action, target, outcome, reason) -> {};

    /**
     * Notes something.
     *
     * @param context who
     * @param action what, such as {@code CREATE} or {@code AUTHENTICATE}
     * @param target on what, such as {@code topic:orders}; never contents or secrets
     * @param outcome NONE if it was done
     * @param reason why not, for a person; else empty
     */
    void note(RequestContext context, String action, String target, ErrorCode outcome, String reason);
}
