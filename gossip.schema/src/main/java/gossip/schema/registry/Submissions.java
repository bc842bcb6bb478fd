package gossip.schema.registry;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.SchemaChange;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataStore;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Has changes agreed upon, and decides anew when what a decision was based upon has changed meanwhile. Thread-safe. */
final class Submissions {
    private static final int ATTEMPTS = 20;

    private final MetadataStore store;

    Submissions(MetadataStore store) {
        this.store = store;
    }

    /**
     * Makes a change.
     *
     * @param deciding looks at the present image and decides; called again on a conflict, by any thread
     * @return what came of it; fails with SchemaException
     */
    <T> CompletionStage<T> change(Supplier<CompletionStage<Decision<T>>> deciding) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(deciding, result, 1);
        return result;
    }

    private <T> void attempt(Supplier<CompletionStage<Decision<T>>> deciding, CompletableFuture<T> result, int number) {
        start(deciding).whenComplete((decision, failure) -> {
            if (decision == null) {
                result.completeExceptionally(Failures.of(failure));
                return;
            }
            switch (decision) {
                case Decision.Nothing<T> nothing -> result.complete(nothing.outcome());
                case Decision.Submit<T> submit -> submit(submit, deciding, result, number);
            }
        });
    }

    private static <T> CompletionStage<Decision<T>> start(Supplier<CompletionStage<Decision<T>>> deciding) {
        try {
            return deciding.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private <T> void submit(
            Decision.Submit<T> submit,
            Supplier<CompletionStage<Decision<T>>> deciding,
            CompletableFuture<T> result,
            int number) {
        store.submit(submit.change()).whenComplete((applied, failure) -> {
            try {
                if (applied == null) {
                    result.completeExceptionally(Failures.of(failure));
                } else if (isConflict(applied) && number < ATTEMPTS) {
                    attempt(deciding, result, number + 1);
                } else {
                    result.complete(submit.outcome().of(accepted(applied)));
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(Failures.of(e));
            }
        });
    }

    private static boolean isConflict(MetadataResult result) {
        return result instanceof Refused refused && refused.code() == ErrorCode.INVALID_UPDATE_VERSION;
    }

    private static MetadataResult accepted(MetadataResult result) {
        if (!(result instanceof Refused refused)) {
            return result;
        }
        SchemaError error = switch (refused.code()) {
            case DUPLICATE_RESOURCE -> SchemaError.ID_DOES_NOT_MATCH;
            case RESOURCE_NOT_FOUND -> SchemaError.INVALID_SCHEMA;
            case INVALID_REQUEST -> SchemaError.OPERATION_NOT_PERMITTED;
            default -> SchemaError.STORE;
        };
        throw new SchemaException(error, refused.message());
    }

    /** What is to be done. */
    sealed interface Decision<T> {
        /** Nothing: it is so already. */
        record Nothing<T>(T outcome) implements Decision<T> {}

        /** A change. */
        record Submit<T>(SchemaChange change, Outcome<T> outcome) implements Decision<T> {}
    }

    /** What to tell the caller. */
    @FunctionalInterface
    interface Outcome<T> {
        T of(MetadataResult result);
    }
}
