package gossip.plugins.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;

/** How exchanges fail. */
final class Failures {
    private Failures() {}

    /** Does not tell whether there is such a user. */
    static BrokerException wrong() {
        return new BrokerException(
                ErrorCode.SASL_AUTHENTICATION_FAILED, "authentication failed: invalid user name or password");
    }

    /** The client does not keep to the mechanism. */
    static BrokerException malformed(String mechanism, String problem) {
        return new BrokerException(
                ErrorCode.SASL_AUTHENTICATION_FAILED, "not a message of " + mechanism + ": " + problem);
    }
}
