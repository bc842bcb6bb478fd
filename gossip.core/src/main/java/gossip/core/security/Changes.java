package gossip.core.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.MetadataCommand.SecurityChange;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** How the services of security change the metadata. Thread-safe; never blocks. */
final class Changes {
    private final MetadataStore metadata;
    private final Guard guard;

    Changes(MetadataStore metadata, Guard guard) {
        this.metadata = metadata;
        this.guard = guard;
    }

    SecurityImage image() {
        return metadata.image().security();
    }

    Guard guard() {
        return guard;
    }

    /** Completes when it is done; else fails with {@link BrokerException}. */
    CompletionStage<Void> submit(SecurityChange change) {
        return metadata.submit(change).thenAccept(result -> {
            if (result instanceof MetadataResult.Refused refused) {
                throw new BrokerException(refused.code(), refused.message());
            }
        });
    }

    /** Refuses who may not do something with the cluster. */
    void require(RequestContext context, Operation operation) {
        if (!guard.allows(context, operation, Resource.CLUSTER)) {
            throw new BrokerException(
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " the cluster");
        }
    }

    /** Notes what an administrator did. */
    void note(RequestContext context, String action, String target, Throwable failure) {
        guard.trail().note(context, action, target, code(failure), message(failure));
    }

    /** Notes what an administrator did. */
    void done(RequestContext context, String action, String target) {
        guard.trail().note(context, action, target, ErrorCode.NONE, "");
    }

    static ErrorCode code(Throwable failure) {
        return unwrap(failure) instanceof BrokerException known ? known.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    static String message(Throwable failure) {
        return String.valueOf(unwrap(failure).getMessage());
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
