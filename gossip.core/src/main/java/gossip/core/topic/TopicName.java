package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.util.regex.Pattern;

/**
 * What a topic may be called: as in Kafka, but for one rule. Kafka also refuses a name that differs from another only in '.'
 * and '_', since its JMX names would collide; here both can live side by side.
 */
final class TopicName {
    static final int MAX_LENGTH = 249;

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

    private TopicName() {}

    /** Refuses an illegal name with INVALID_TOPIC_EXCEPTION. */
    static void check(String name) {
        if (name.isEmpty()) {
            throw invalid("a topic name cannot be empty");
        }
        if (name.equals(".") || name.equals("..")) {
            throw invalid("a topic cannot be called '" + name + "'");
        }
        if (name.length() > MAX_LENGTH) {
            throw invalid("topic name '" + name.substring(0, 20) + "...' has " + name.length() + " characters; at most "
                    + MAX_LENGTH + " are allowed");
        }
        if (!LEGAL.matcher(name).matches()) {
            throw invalid(
                    "topic name '" + name + "' holds a character other than ASCII letters, digits, '.', '_', '-'");
        }
    }

    private static BrokerException invalid(String message) {
        return new BrokerException(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
    }
}
