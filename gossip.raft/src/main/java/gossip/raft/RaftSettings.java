package gossip.raft;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** Settings of the metadata quorum. */
public final class RaftSettings {
    /** When to look for a new leader. */
    public static final Setting<Duration> ELECTION_TIMEOUT = Setting.of(
                    "raft.election_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(1),
                    "How long a node waits for word from the leader before it stands for election; up to twice as"
                            + " long, by chance, so that not all stand at once.")
            .require(RaftSettings::isBetween10MsAnd10Min, "10ms to 10m");

    /** How often the leader shows that it is alive. */
    public static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.of(
                    "raft.heartbeat_interval",
                    SettingType.DURATION,
                    Duration.ofMillis(100),
                    "How often the leader shows the others that it is alive; at most half of raft.election_timeout.")
            .require(time -> time.toMillis() >= 1, "at least 1ms");

    /** How long a change may take. */
    public static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
                    "raft.request_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "How long a change of metadata may take, elections included, before it is reported as failed.")
            .require(RaftSettings::isBetween10MsAnd10Min, "10ms to 10m");

    /** How many commands lie between two snapshots. */
    public static final Setting<Long> SNAPSHOT_INTERVAL = Setting.of(
                    "raft.snapshot_interval",
                    SettingType.LONG,
                    10_000L,
                    "After how many log entries the metadata is written to a snapshot, and the log before it dropped.")
            .require(count -> count >= 1, "at least 1");

    /** How large a command may be. */
    public static final Setting<Long> MAX_COMMAND_SIZE = Setting.of(
                    "raft.max_command_size",
                    SettingType.SIZE,
                    1L << 20,
                    "Largest single change of metadata, such as one topic with all its partitions; a buffer of this"
                            + " size is kept in memory.")
            .require(bytes -> bytes >= 64 << 10 && bytes <= 32 << 20, "64KB to 32MB");

    /** Who this node is to the others. */
    public static final Setting<String> TLS_CERTIFICATE = Setting.of(
            "raft.tls_certificate",
            SettingType.TEXT,
            "",
            "PEM file with the certificate by which the nodes of cluster.initial_nodes know this one; with"
                    + " raft.tls_key and raft.tls_authorities they talk by mutual TLS.");

    /** Key of the certificate. */
    public static final Setting<String> TLS_KEY = Setting.of(
            "raft.tls_key", SettingType.TEXT, "", "PEM file (PKCS#8) with the private key of raft.tls_certificate.");

    /** Whom this node believes. */
    public static final Setting<String> TLS_AUTHORITIES = Setting.of(
            "raft.tls_authorities",
            SettingType.TEXT,
            "",
            "PEM file with the authority that signs the certificates of nodes, and nothing else: whoever has one is a"
                    + " node.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            ELECTION_TIMEOUT,
            HEARTBEAT_INTERVAL,
            REQUEST_TIMEOUT,
            SNAPSHOT_INTERVAL,
            MAX_COMMAND_SIZE,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_AUTHORITIES);

    private RaftSettings() {}

    private static boolean isBetween10MsAnd10Min(Duration time) {
        return time.toMillis() >= 10 && time.toMinutes() <= 10;
    }
}
