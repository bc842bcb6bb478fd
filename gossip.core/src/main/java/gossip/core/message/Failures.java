package gossip.core.message;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.util.concurrent.CompletionException;

/** What clients are told of a stage that failed. */
final class Failures {
    private Failures() {}

    static ErrorCode code(Throwable failure) {
        return cause(failure) instanceof BrokerException known ? known.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    static String message(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
