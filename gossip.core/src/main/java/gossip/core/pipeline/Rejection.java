package gossip.core.pipeline;

import gossip.api.ErrorCode;

/** Why batches are not appended. */
record Rejection(ErrorCode error, String message) {}
