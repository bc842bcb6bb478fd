package gossip.schema.registry;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What is wrong with a request, in words. */
final class Failures {
    private Failures() {}

    static SchemaException noSubject(SubjectName subject) {
        return new SchemaException(SchemaError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static SchemaException noVersion(Object version) {
        return new SchemaException(SchemaError.VERSION_NOT_FOUND, "Version " + version + " not found.");
    }

    static SchemaException noSchema(int id) {
        return new SchemaException(SchemaError.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }

    static SchemaException notPermitted(String reason) {
        return new SchemaException(SchemaError.OPERATION_NOT_PERMITTED, reason);
    }

    /** What came of a change that could not be submitted. */
    static SchemaException of(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case SchemaException known -> known;
            case BrokerException late
            when late.code() == ErrorCode.REQUEST_TIMED_OUT ->
                new SchemaException(
                        SchemaError.TIMEOUT,
                        "The change took too long; it may still happen: " + late.getMessage(),
                        late);
            default ->
                new SchemaException(
                        SchemaError.STORE, "The change could not be stored: " + failure.getMessage(), failure);
        };
    }
}
