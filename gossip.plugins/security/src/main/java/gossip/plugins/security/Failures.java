package gossip.plugins.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;

/** How exchanges fail. */
final class Failures {
    private Failures() {}

    /** As Kafka says it of a mechanism without a word of its own; does not tell whether there is such a user. */
    static BrokerException wrong(String mechanism) {
        return new BrokerException(
                ErrorCode.SASL_AUTHENTICATION_FAILED,
                "Authentication failed during authentication due to invalid credentials with SASL mechanism "
                        + mechanism);
    }

    /** As Kafka says it of PLAIN; does not tell whether there is such a user. */
    static BrokerException wrongPassword() {
        return new BrokerException(
                ErrorCode.SASL_AUTHENTICATION_FAILED, "Authentication failed: Invalid username or password");
    }

    /** The client does not keep to the mechanism. */
    static BrokerException malformed(String mechanism, String problem) {
        return new BrokerException(
                ErrorCode.SASL_AUTHENTICATION_FAILED, "not a message of " + mechanism + ": " + problem);
    }
}
