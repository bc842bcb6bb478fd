package gossip.api.schema;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps schemas under subjects. Thread-safe; look-ups come from memory. */
public interface SchemaRegistry {
    /**
     * Finds a schema as record payloads name it.
     *
     * @param id number given at registration
     * @return empty if there is none
     */
    Optional<Schema> schema(int id);

    /**
     * Registers a schema as the newest version of a subject; the same schema again gets the same id.
     *
     * @param subject for example {@code orders-value}
     * @param schema the schema
     * @return its id; fails with {@link gossip.api.BrokerException} if it is not valid or not compatible
     */
    CompletionStage<Integer> register(String subject, Schema schema);

    /**
     * Ids of a subject's versions.
     *
     * @param subject the subject
     * @return oldest first; empty if there is no such subject
     */
    List<Integer> versions(String subject);

    /**
     * A schema.
     *
     * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
     * @param definition its text
     */
    record Schema(String type, String definition) {}
}
