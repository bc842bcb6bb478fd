package gossip.core.security;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** Who may get in and what they may do. */
public final class SecuritySettings {
    /** What decides. */
    static final Setting<Decider> AUTHORIZER = Setting.of(
            "security.authorizer",
            SettingType.oneOf(Decider.class),
            Decider.NONE,
            "What decides what clients may do, beside plugins: acl follows the ACLs, none lets everybody do"
                    + " everything.");

    /** Who may do everything. */
    static final Setting<List<String>> SUPER_USERS = Setting.of(
                    "security.super_users",
                    SettingType.LIST,
                    List.<String>of(),
                    "Principals such as User:admin that may do everything, whatever the ACLs say.")
            .require(users -> users.stream().allMatch(Principals::isValid), "a list of principals such as User:admin");

    /** What counts where no rule speaks. */
    static final Setting<Boolean> ALLOW_EVERYONE_WITHOUT_ACL = Setting.of(
            "security.allow_everyone_if_no_acl_found",
            SettingType.BOOLEAN,
            false,
            "Whether everybody may do everything with a resource that no ACL speaks of.");

    /** Rules. */
    static final Setting<Integer> MAX_ACLS = Setting.of(
                    "security.max_acls", SettingType.INT, 100_000, "ACLs that there may be; more are refused.")
            .require(count -> count > 0, "at least 1");

    /** Credentials. */
    static final Setting<Integer> MAX_CREDENTIALS = Setting.of(
                    "security.max_credentials",
                    SettingType.INT,
                    100_000,
                    "SCRAM credentials that there may be; more are refused.")
            .require(count -> count > 0, "at least 1");

    /** Remembered decisions. */
    static final Setting<Integer> MAX_CACHED_DECISIONS = Setting.of(
                    "security.max_cached_decisions",
                    SettingType.INT,
                    100_000,
                    "Clients, and resources, each counted for every client, for which decisions by ACL are remembered;"
                            + " then all are forgotten.")
            .require(count -> count > 0, "at least 1");

    /** Size of remembered decisions. */
    static final Setting<Long> CACHED_DECISIONS_SIZE = Setting.of(
                    "security.cached_decisions_size",
                    SettingType.SIZE,
                    8L << 20,
                    "Memory for remembered decisions by ACL; then all are forgotten. Names longer than those of topics"
                            + " can be are never remembered.")
            .require(size -> size >= 64 << 10, "at least 64KB");

    /** The first users. */
    static final Setting<List<String>> INITIAL_USERS = Setting.of(
                    "security.initial_users",
                    SettingType.LIST,
                    List.<String>of(),
                    "Users as name:password that are created with SCRAM credentials at start, if there is no user of"
                            + " that name.")
            .require(users -> users.stream().allMatch(InitialUsers::isValid), "a list of name:password")
            .asSecret();

    /** The first users, in a file. */
    static final Setting<String> INITIAL_USERS_FILE = Setting.of(
            "security.initial_users_file",
            SettingType.TEXT,
            "",
            "File with a line name:password for each user to be created like those of security.initial_users; lines"
                    + " that begin with # are passed over.");

    /** The longest life of a token. */
    static final Setting<Duration> TOKEN_MAX_LIFETIME = Setting.of(
                    "security.delegation_token.max_lifetime",
                    SettingType.DURATION,
                    Duration.ofDays(7),
                    "The longest time for which a delegation token can be renewed.")
            .require(time -> time.toMillis() > 0, "more than 0");

    /** The usual life of a token. */
    static final Setting<Duration> TOKEN_EXPIRY = Setting.of(
                    "security.delegation_token.expiry_time",
                    SettingType.DURATION,
                    Duration.ofDays(1),
                    "How long a delegation token is valid until it has to be renewed.")
            .require(time -> time.toMillis() > 0, "more than 0");

    /** Tokens. */
    static final Setting<Integer> MAX_TOKENS = Setting.of(
                    "security.delegation_token.max_count",
                    SettingType.INT,
                    100_000,
                    "Delegation tokens that there may be; more are refused.")
            .require(count -> count > 0, "at least 1");

    /** Tokens of one user. */
    static final Setting<Integer> MAX_TOKENS_PER_USER = Setting.of(
                    "security.delegation_token.max_count_per_user",
                    SettingType.INT,
                    1000,
                    "Delegation tokens that there may be of those that one user asked for, for itself or for others;"
                            + " more are refused.")
            .require(count -> count > 0, "at least 1");

    /** Lists of tokens. */
    static final Setting<Integer> TOKEN_LISTINGS_QUEUE = Setting.of(
                    "security.delegation_token.listings_queue",
                    SettingType.INT,
                    64,
                    "Requests for a list of delegation tokens that may wait for the one thread that looks through them;"
                            + " more are refused.")
            .require(count -> count >= 1, "at least 1");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(
            AUTHORIZER,
            SUPER_USERS,
            ALLOW_EVERYONE_WITHOUT_ACL,
            MAX_ACLS,
            MAX_CREDENTIALS,
            MAX_CACHED_DECISIONS,
            CACHED_DECISIONS_SIZE,
            INITIAL_USERS,
            INITIAL_USERS_FILE,
            TOKEN_MAX_LIFETIME,
            TOKEN_EXPIRY,
            MAX_TOKENS,
            MAX_TOKENS_PER_USER,
            TOKEN_LISTINGS_QUEUE);

    private SecuritySettings() {}

    /** What decides what clients may do. */
    enum Decider {
        /** Nothing. */
        NONE,
        /** The ACLs. */
        ACL
    }
}
