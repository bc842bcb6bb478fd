package gossip.api.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Keeps schemas under subjects, as Confluent's schema registry does. Thread-safe.
 *
 * <p>Look-ups come from memory and never wait for another node. Those that are given a schema have to read it first, which
 * takes milliseconds: they must not be called by an event loop. Changes are agreed upon before their stage completes; this
 * node then knows of them.
 *
 * <p>Subjects are named as clients name them, with or without a context ({@link SubjectName}). Whatever is refused ends in
 * {@link SchemaException}, thrown by look-ups, and by changes either thrown or as failure of the stage.
 */
public interface SchemaRegistry {
    /**
     * Types of schemas that can be registered.
     *
     * @return such as {@link Schema#AVRO}; immutable
     */
    Set<String> types();

    /**
     * Contexts that have had a schema.
     *
     * @param listing which part of them; nothing of them is ever deleted
     * @return sorted; the default one is always there
     */
    List<String> contexts(Listing listing);

    /**
     * Finds a schema by the id that payloads carry.
     *
     * @param id number given at registration
     * @param subject whose context the id is of; empty for the default one
     * @param format how to write it: empty as registered, {@code resolved} with all references in it (Avro), {@code
     *     serialized} as a descriptor in base 64 (Protobuf); what a type does not know is passed over
     * @return the schema; without references if they are in it
     * @throws SchemaException SCHEMA_NOT_FOUND
     */
    Schema schema(int id, Optional<String> subject, String format);

    /**
     * The largest id of a context.
     *
     * @param subject a subject in the context; empty for the default one
     * @return 0 if nothing was registered there
     */
    int maxId(Optional<String> subject);

    /**
     * Finds where a schema is registered.
     *
     * @param id number given at registration
     * @param subject only under this one; or, if it stands for a context, only there; empty for the default context
     * @param listing which part of the list
     * @return sorted by subject and version; empty if all of them are deleted and deleted ones are not wanted
     * @throws SchemaException SCHEMA_NOT_FOUND if there is no such id
     */
    List<SubjectVersion> versionsOf(int id, Optional<String> subject, Listing listing);

    /**
     * Lists schemas.
     *
     * @param subjectPrefix how their subjects begin, with their context; {@code :*:} at its beginning stands for all contexts
     * @param latestOnly whether only the newest version of each subject is wanted
     * @param listing which part of the list
     * @return sorted by subject and version
     */
    List<RegisteredSchema> schemas(String subjectPrefix, boolean latestOnly, Listing listing);

    /**
     * Lists subjects.
     *
     * @param prefix how they begin, with their context; {@code :*:} at its beginning stands for all contexts
     * @param listing which part of the list; a subject is deleted if all its versions are
     * @return sorted
     */
    List<String> subjects(String prefix, Listing listing);

    /**
     * Lists versions.
     *
     * @param subject the subject
     * @param listing which part of the list
     * @return oldest first
     * @throws SchemaException SUBJECT_NOT_FOUND if nothing would be in the whole list
     */
    List<Integer> versions(String subject, Listing listing);

    /**
     * Finds a version.
     *
     * @param subject the subject
     * @param version which
     * @param deleted whether one that is softly deleted will do
     * @return the version
     * @throws SchemaException SUBJECT_NOT_FOUND or VERSION_NOT_FOUND
     */
    RegisteredSchema version(String subject, VersionChoice version, boolean deleted);

    /**
     * Finds the version under which a schema is registered.
     *
     * @param subject the subject
     * @param schema compared in its canonical form
     * @param normalize whether to normalize it first, even if the settings of the subject do not say so
     * @param deleted whether one that is softly deleted will do
     * @return the newest such version
     * @throws SchemaException SUBJECT_NOT_FOUND, SCHEMA_NOT_FOUND or INVALID_SCHEMA
     */
    RegisteredSchema lookUp(String subject, Schema schema, boolean normalize, boolean deleted);

    /**
     * Finds the schemas that refer to a version.
     *
     * @param subject the subject
     * @param version which
     * @param listing which part of the list
     * @return their ids, sorted
     * @throws SchemaException SUBJECT_NOT_FOUND or VERSION_NOT_FOUND
     */
    List<Integer> referencedBy(String subject, VersionChoice version, Listing listing);

    /**
     * Checks whether a schema could be registered by the level that holds for its subject, and changes nothing.
     *
     * @param subject the subject
     * @param version the version to check it against; empty for all that the level looks at
     * @param schema the schema
     * @param normalize whether to normalize it first, even if the settings of the subject do not say so
     * @return what stands in its way, for a person; empty if it is compatible
     * @throws SchemaException SUBJECT_NOT_FOUND or VERSION_NOT_FOUND if there is a version given, or INVALID_SCHEMA
     */
    List<String> incompatibilities(String subject, Optional<VersionChoice> version, Schema schema, boolean normalize);

    /**
     * Registers a schema, unless it is registered under its subject already. Of two at once that do not fit together one is
     * refused. The same canonical schema has the same id under all subjects of a context.
     *
     * @param subject for example {@code orders-value}
     * @param registration the schema
     * @return the version it is, or was before; fails with {@link SchemaException}: INVALID_SUBJECT, INVALID_SCHEMA,
     *     SCHEMA_TOO_LARGE, INCOMPATIBLE with all incompatibilities as details, OPERATION_NOT_PERMITTED, STORE, TIMEOUT
     */
    CompletionStage<RegisteredSchema> register(String subject, Registration registration);

    /**
     * Deletes a subject: softly, which hides its versions, or for good, which has to follow that.
     *
     * @param subject the subject
     * @param permanent whether for good; its settings and its mode go too
     * @return the versions deleted, oldest first; fails with {@link SchemaException}: SUBJECT_NOT_FOUND, SUBJECT_SOFT_DELETED,
     *     SUBJECT_NOT_SOFT_DELETED, REFERENCE_EXISTS, OPERATION_NOT_PERMITTED, STORE, TIMEOUT
     */
    CompletionStage<List<Integer>> deleteSubject(String subject, boolean permanent);

    /**
     * Deletes a version: softly, which hides it, or for good, which has to follow that.
     *
     * @param subject the subject
     * @param version which
     * @param permanent whether for good
     * @return its number; fails with {@link SchemaException}: SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, VERSION_SOFT_DELETED,
     *     VERSION_NOT_SOFT_DELETED, REFERENCE_EXISTS, OPERATION_NOT_PERMITTED, STORE, TIMEOUT
     */
    CompletionStage<Integer> deleteVersion(String subject, VersionChoice version, boolean permanent);

    /**
     * Settings of a subject, of a context, or of the registry.
     *
     * @param subject whose; empty for those of the registry
     * @param defaultToGlobal whether what holds is wanted where nothing is set
     * @return with a level
     * @throws SchemaException SUBJECT_COMPATIBILITY_NOT_CONFIGURED
     */
    SubjectConfig config(Optional<String> subject, boolean defaultToGlobal);

    /**
     * Changes settings; what is not given stays as it is.
     *
     * @param subject whose; empty for those of the registry
     * @param config what to change
     * @return the settings afterwards; fails with {@link SchemaException}
     */
    CompletionStage<SubjectConfig> alterConfig(Optional<String> subject, SubjectConfig config);

    /**
     * Takes settings back.
     *
     * @param subject whose; empty for those of the registry
     * @return the settings until now; fails with {@link SchemaException}: SUBJECT_NOT_FOUND if there were none
     */
    CompletionStage<SubjectConfig> deleteConfig(Optional<String> subject);

    /**
     * Mode of a subject, of a context, or of the registry.
     *
     * @param subject whose; empty for that of the registry
     * @param defaultToGlobal whether the mode that holds is wanted where none is set
     * @return the mode
     * @throws SchemaException SUBJECT_MODE_NOT_CONFIGURED
     */
    SchemaMode mode(Optional<String> subject, boolean defaultToGlobal);

    /**
     * Changes the mode.
     *
     * @param subject whose; empty for that of the registry
     * @param mode IMPORT only where no schemas are
     * @param force whether IMPORT is wanted where there are schemas
     * @return the mode; fails with {@link SchemaException}: OPERATION_NOT_PERMITTED
     */
    CompletionStage<SchemaMode> alterMode(Optional<String> subject, SchemaMode mode, boolean force);

    /**
     * Takes a mode back.
     *
     * @param subject whose; not empty
     * @return the mode until now; fails with {@link SchemaException}: SUBJECT_NOT_FOUND if there was none
     */
    CompletionStage<SchemaMode> deleteMode(String subject);

    /**
     * What record payloads hold, by the schemas they name.
     *
     * @return thread-safe
     */
    Payloads payloads();
}
