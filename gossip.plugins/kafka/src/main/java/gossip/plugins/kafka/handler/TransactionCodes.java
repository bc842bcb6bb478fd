package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;

/** Error codes of transactions as older versions of the APIs know them. */
final class TransactionCodes {
    private TransactionCodes() {}

    /** A producer that was fenced, for clients that know no such thing (KIP-588). */
    static ErrorCode fenced(ErrorCode error, short version, short firstWithFenced) {
        return error == ErrorCode.PRODUCER_FENCED && version < firstWithFenced
                ? ErrorCode.INVALID_PRODUCER_EPOCH
                : error;
    }

    /** A transaction that has to be aborted, for clients that know no such thing (KIP-890). */
    static ErrorCode abortable(ErrorCode error, short version, short firstWithAbortable) {
        return error == ErrorCode.TRANSACTION_ABORTABLE && version < firstWithAbortable
                ? ErrorCode.INVALID_TXN_STATE
                : error;
    }
}
