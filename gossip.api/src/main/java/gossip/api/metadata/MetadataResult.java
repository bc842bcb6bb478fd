package gossip.api.metadata;

import gossip.api.ErrorCode;

/** What a command led to. */
public sealed interface MetadataResult {
    /** It was done, and there is nothing to tell. */
    record Done() implements MetadataResult {}

    /**
     * It was refused; nothing was changed.
     *
     * @param code why, for the client
     * @param message why, for a person
     */
    record Refused(ErrorCode code, String message) implements MetadataResult {}

    /**
     * A broker was registered.
     *
     * @param registration as stored
     */
    record Registered(BrokerRegistration registration) implements MetadataResult {}

    /**
     * Producer ids were reserved.
     *
     * @param first first id
     * @param count how many
     */
    record ProducerIds(long first, int count) implements MetadataResult {}

    /**
     * A schema was registered.
     *
     * @param version number in its subject
     * @param id number in its context
     */
    record RegisteredVersion(int version, int id) implements MetadataResult {}
}
