package gossip.api.schema;

/** Why a registry refuses something; the numbers are those of Confluent's REST API. */
public enum SchemaError {
    /** The client did not prove who it is. */
    UNAUTHENTICATED(40101),
    /** The client may not do that. */
    FORBIDDEN(40301),
    /** There is no such subject. */
    SUBJECT_NOT_FOUND(40401),
    /** The subject has no such version. */
    VERSION_NOT_FOUND(40402),
    /** There is no such schema. */
    SCHEMA_NOT_FOUND(40403),
    /** The subject was already softly deleted. */
    SUBJECT_SOFT_DELETED(40404),
    /** The subject has to be softly deleted before it is deleted for good. */
    SUBJECT_NOT_SOFT_DELETED(40405),
    /** The version was already softly deleted. */
    VERSION_SOFT_DELETED(40406),
    /** The version has to be softly deleted before it is deleted for good. */
    VERSION_NOT_SOFT_DELETED(40407),
    /** The subject has no settings of its own. */
    SUBJECT_COMPATIBILITY_NOT_CONFIGURED(40408),
    /** The subject has no mode of its own. */
    SUBJECT_MODE_NOT_CONFIGURED(40409),
    /** The schema does not fit the versions there are. */
    INCOMPATIBLE(409),
    /** The schema cannot be read, is no schema of its type, or goes beyond a limit. */
    INVALID_SCHEMA(42201),
    /** That is no version. */
    INVALID_VERSION(42202),
    /** That is no compatibility level. */
    INVALID_COMPATIBILITY(42203),
    /** That is no mode. */
    INVALID_MODE(42204),
    /** The mode does not allow it. */
    OPERATION_NOT_PERMITTED(42205),
    /** Other schemas refer to it. */
    REFERENCE_EXISTS(42206),
    /** The schema is registered with another id. */
    ID_DOES_NOT_MATCH(42207),
    /** That is no name of a subject. */
    INVALID_SUBJECT(42208),
    /** The text of the schema is too large. */
    SCHEMA_TOO_LARGE(42209),
    /** The change could not be stored. */
    STORE(50001),
    /** It took too long; the change may still happen. */
    TIMEOUT(50002),
    /** No registry is installed. */
    NOT_INSTALLED(50101),
    /** So much is being read and checked that there is no room for more; later there may be. */
    BUSY(50301);

    private final int code;

    SchemaError(int code) {
        this.code = code;
    }

    /**
     * Number in the error body of a REST answer.
     *
     * @return the HTTP status, for most with two further digits
     */
    public int code() {
        return code;
    }

    /**
     * Status of the HTTP answer.
     *
     * @return 401 to 500
     */
    public int status() {
        return code < 1000 ? code : code / 100;
    }
}
