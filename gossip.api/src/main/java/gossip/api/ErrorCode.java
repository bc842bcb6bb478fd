package gossip.api;

/**
 * What can go wrong, with the numbers of the Kafka protocol, which are also Gossip's own on every other door.
 *
 * @see <a href="https://kafka.apache.org/protocol#protocol_error_codes">the protocol's list of error codes</a>
 */
public enum ErrorCode {
    /** Unknown server error. */
    UNKNOWN_SERVER_ERROR(-1),
    /** None. */
    NONE(0),
    /** Offset out of range. */
    OFFSET_OUT_OF_RANGE(1),
    /** Corrupt message. */
    CORRUPT_MESSAGE(2),
    /** Unknown topic or partition. */
    UNKNOWN_TOPIC_OR_PARTITION(3),
    /** Invalid fetch size. */
    INVALID_FETCH_SIZE(4),
    /** Leader not available. */
    LEADER_NOT_AVAILABLE(5),
    /** Not leader or follower. */
    NOT_LEADER_OR_FOLLOWER(6),
    /** Request timed out. */
    REQUEST_TIMED_OUT(7),
    /** Broker not available. */
    BROKER_NOT_AVAILABLE(8),
    /** Replica not available. */
    REPLICA_NOT_AVAILABLE(9),
    /** Message too large. */
    MESSAGE_TOO_LARGE(10),
    /** Offset metadata too large. */
    OFFSET_METADATA_TOO_LARGE(12),
    /** Network exception. */
    NETWORK_EXCEPTION(13),
    /** Coordinator load in progress. */
    COORDINATOR_LOAD_IN_PROGRESS(14),
    /** Coordinator not available. */
    COORDINATOR_NOT_AVAILABLE(15),
    /** Not coordinator. */
    NOT_COORDINATOR(16),
    /** Invalid topic exception. */
    INVALID_TOPIC_EXCEPTION(17),
    /** Record list too large. */
    RECORD_LIST_TOO_LARGE(18),
    /** Not enough replicas. */
    NOT_ENOUGH_REPLICAS(19),
    /** Not enough replicas after append. */
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(20),
    /** Invalid required acks. */
    INVALID_REQUIRED_ACKS(21),
    /** Illegal generation. */
    ILLEGAL_GENERATION(22),
    /** Inconsistent group protocol. */
    INCONSISTENT_GROUP_PROTOCOL(23),
    /** Invalid group id. */
    INVALID_GROUP_ID(24),
    /** Unknown member id. */
    UNKNOWN_MEMBER_ID(25),
    /** Invalid session timeout. */
    INVALID_SESSION_TIMEOUT(26),
    /** Rebalance in progress. */
    REBALANCE_IN_PROGRESS(27),
    /** Invalid commit offset size. */
    INVALID_COMMIT_OFFSET_SIZE(28),
    /** Topic authorization failed. */
    TOPIC_AUTHORIZATION_FAILED(29),
    /** Group authorization failed. */
    GROUP_AUTHORIZATION_FAILED(30),
    /** Cluster authorization failed. */
    CLUSTER_AUTHORIZATION_FAILED(31),
    /** Invalid timestamp. */
    INVALID_TIMESTAMP(32),
    /** Unsupported sasl mechanism. */
    UNSUPPORTED_SASL_MECHANISM(33),
    /** Illegal sasl state. */
    ILLEGAL_SASL_STATE(34),
    /** Unsupported version. */
    UNSUPPORTED_VERSION(35),
    /** Topic already exists. */
    TOPIC_ALREADY_EXISTS(36),
    /** Invalid partitions. */
    INVALID_PARTITIONS(37),
    /** Invalid replication factor. */
    INVALID_REPLICATION_FACTOR(38),
    /** Invalid replica assignment. */
    INVALID_REPLICA_ASSIGNMENT(39),
    /** Invalid config. */
    INVALID_CONFIG(40),
    /** Not controller. */
    NOT_CONTROLLER(41),
    /** Invalid request. */
    INVALID_REQUEST(42),
    /** Unsupported for message format. */
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43),
    /** Policy violation. */
    POLICY_VIOLATION(44),
    /** Out of order sequence number. */
    OUT_OF_ORDER_SEQUENCE_NUMBER(45),
    /** Duplicate sequence number. */
    DUPLICATE_SEQUENCE_NUMBER(46),
    /** Invalid producer epoch. */
    INVALID_PRODUCER_EPOCH(47),
    /** Invalid txn state. */
    INVALID_TXN_STATE(48),
    /** Invalid producer id mapping. */
    INVALID_PRODUCER_ID_MAPPING(49),
    /** Invalid transaction timeout. */
    INVALID_TRANSACTION_TIMEOUT(50),
    /** Concurrent transactions. */
    CONCURRENT_TRANSACTIONS(51),
    /** Transaction coordinator fenced. */
    TRANSACTION_COORDINATOR_FENCED(52),
    /** Transactional id authorization failed. */
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53),
    /** Security disabled. */
    SECURITY_DISABLED(54),
    /** Operation not attempted. */
    OPERATION_NOT_ATTEMPTED(55),
    /** Kafka storage error. */
    KAFKA_STORAGE_ERROR(56),
    /** Log dir not found. */
    LOG_DIR_NOT_FOUND(57),
    /** Sasl authentication failed. */
    SASL_AUTHENTICATION_FAILED(58),
    /** Unknown producer id. */
    UNKNOWN_PRODUCER_ID(59),
    /** Reassignment in progress. */
    REASSIGNMENT_IN_PROGRESS(60),
    /** Delegation token auth disabled. */
    DELEGATION_TOKEN_AUTH_DISABLED(61),
    /** Delegation token not found. */
    DELEGATION_TOKEN_NOT_FOUND(62),
    /** Delegation token owner mismatch. */
    DELEGATION_TOKEN_OWNER_MISMATCH(63),
    /** Delegation token request not allowed. */
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(64),
    /** Delegation token authorization failed. */
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65),
    /** Delegation token expired. */
    DELEGATION_TOKEN_EXPIRED(66),
    /** Invalid principal type. */
    INVALID_PRINCIPAL_TYPE(67),
    /** Non empty group. */
    NON_EMPTY_GROUP(68),
    /** Group id not found. */
    GROUP_ID_NOT_FOUND(69),
    /** Fetch session id not found. */
    FETCH_SESSION_ID_NOT_FOUND(70),
    /** Invalid fetch session epoch. */
    INVALID_FETCH_SESSION_EPOCH(71),
    /** Listener not found. */
    LISTENER_NOT_FOUND(72),
    /** Topic deletion disabled. */
    TOPIC_DELETION_DISABLED(73),
    /** Fenced leader epoch. */
    FENCED_LEADER_EPOCH(74),
    /** Unknown leader epoch. */
    UNKNOWN_LEADER_EPOCH(75),
    /** Unsupported compression type. */
    UNSUPPORTED_COMPRESSION_TYPE(76),
    /** Stale broker epoch. */
    STALE_BROKER_EPOCH(77),
    /** Offset not available. */
    OFFSET_NOT_AVAILABLE(78),
    /** Member id required. */
    MEMBER_ID_REQUIRED(79),
    /** Preferred leader not available. */
    PREFERRED_LEADER_NOT_AVAILABLE(80),
    /** Group max size reached. */
    GROUP_MAX_SIZE_REACHED(81),
    /** Fenced instance id. */
    FENCED_INSTANCE_ID(82),
    /** Eligible leaders not available. */
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83),
    /** Election not needed. */
    ELECTION_NOT_NEEDED(84),
    /** No reassignment in progress. */
    NO_REASSIGNMENT_IN_PROGRESS(85),
    /** Group subscribed to topic. */
    GROUP_SUBSCRIBED_TO_TOPIC(86),
    /** Invalid record. */
    INVALID_RECORD(87),
    /** Unstable offset commit. */
    UNSTABLE_OFFSET_COMMIT(88),
    /** Throttling quota exceeded. */
    THROTTLING_QUOTA_EXCEEDED(89),
    /** Producer fenced. */
    PRODUCER_FENCED(90),
    /** Resource not found. */
    RESOURCE_NOT_FOUND(91),
    /** Duplicate resource. */
    DUPLICATE_RESOURCE(92),
    /** Unacceptable credential. */
    UNACCEPTABLE_CREDENTIAL(93),
    /** Inconsistent voter set. */
    INCONSISTENT_VOTER_SET(94),
    /** Invalid update version. */
    INVALID_UPDATE_VERSION(95),
    /** Feature update failed. */
    FEATURE_UPDATE_FAILED(96),
    /** Principal deserialization failure. */
    PRINCIPAL_DESERIALIZATION_FAILURE(97),
    /** Unknown topic id. */
    UNKNOWN_TOPIC_ID(100),
    /** Duplicate broker registration. */
    DUPLICATE_BROKER_REGISTRATION(101),
    /** Broker id not registered. */
    BROKER_ID_NOT_REGISTERED(102),
    /** Inconsistent topic id. */
    INCONSISTENT_TOPIC_ID(103),
    /** Inconsistent cluster id. */
    INCONSISTENT_CLUSTER_ID(104),
    /** Transactional id not found. */
    TRANSACTIONAL_ID_NOT_FOUND(105),
    /** Fetch session topic id error. */
    FETCH_SESSION_TOPIC_ID_ERROR(106),
    /** Fenced member epoch. */
    FENCED_MEMBER_EPOCH(110),
    /** Unreleased instance id. */
    UNRELEASED_INSTANCE_ID(111),
    /** Unsupported assignor. */
    UNSUPPORTED_ASSIGNOR(112),
    /** Stale member epoch. */
    STALE_MEMBER_EPOCH(113),
    /** Mismatched endpoint type. */
    MISMATCHED_ENDPOINT_TYPE(114),
    /** Unsupported endpoint type. */
    UNSUPPORTED_ENDPOINT_TYPE(115),
    /** Unknown controller id. */
    UNKNOWN_CONTROLLER_ID(116),
    /** Unknown subscription id. */
    UNKNOWN_SUBSCRIPTION_ID(117),
    /** Telemetry too large. */
    TELEMETRY_TOO_LARGE(118),
    /** Transaction abortable. */
    TRANSACTION_ABORTABLE(120),
    /** Invalid regular expression. */
    INVALID_REGULAR_EXPRESSION(128);

    private final short code;

    ErrorCode(int code) {
        this.code = (short) code;
    }

    /**
     * The number on the wire.
     *
     * @return a Kafka error code
     */
    public short code() {
        return code;
    }
}
