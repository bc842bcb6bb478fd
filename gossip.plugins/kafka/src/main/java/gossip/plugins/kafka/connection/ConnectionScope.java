package gossip.plugins.kafka.connection;

import gossip.plugins.kafka.api.ApiRegistry;
import gossip.plugins.kafka.api.Reply;
import gossip.plugins.kafka.sasl.SaslScope;
import gossip.plugins.kafka.session.FetchSessions;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * What all connections of a server share.
 *
 * @param registry the APIs there are
 * @param parser reads requests
 * @param settings limits
 * @param fetchSessions counts the sessions
 * @param sasl what clients that prove who they are share
 * @param throttle how long clients have to wait
 * @param metrics what is reported
 * @param log where clients' doings are logged
 * @param defects where failures of this side are logged, so that clients cannot drown them
 * @param leave called when a connection has ended
 */
record ConnectionScope(
        ApiRegistry registry,
        RequestParser parser,
        ConnectionSettings settings,
        FetchSessions fetchSessions,
        SaslScope sasl,
        Throttle throttle,
        ConnectionMetrics metrics,
        LogLimiter log,
        LogLimiter defects,
        Consumer<Connection> leave) {

    void left(Connection connection) {
        leave.accept(connection);
    }

    /** Logs what should not have happened; any thread. */
    void defect(String what, Throwable cause) {
        metrics.failed();
        defects.log(Level.ERROR, what, cause);
    }

    /** The answer to a version of ApiVersions that is newer than ours (KIP-511). */
    Reply unsupportedVersion() {
        return () -> new ApiVersionsResponseData()
                .setErrorCode(Errors.UNSUPPORTED_VERSION.code())
                .setApiKeys(registry.versions());
    }
}
