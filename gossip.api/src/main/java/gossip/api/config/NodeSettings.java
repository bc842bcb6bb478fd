package gossip.api.config;

import java.nio.file.Path;
import java.util.List;

/** Settings that several parts of a node need. All others stand beside the class that uses them. */
public final class NodeSettings {
    /** Name of the node. */
    public static final Setting<String> ID = Setting.of(
                    "node.id",
                    SettingType.TEXT,
                    "gossip-1",
                    "Name of this node, unique in the cluster and never changed.")
            .require(name -> name.matches("[A-Za-z0-9._-]{1,100}"), "1 to 100 letters, digits, '.', '_' or '-'");

    /** Where the node keeps its files. */
    public static final Setting<String> DATA_DIR = Setting.of(
            "node.data_dir",
            SettingType.TEXT,
            Path.of("data").toString(),
            "Directory of all of the node's files; locked while it runs.");

    /** Where Kafka clients connect. */
    public static final Setting<String> BIND_ADDRESS = Setting.of(
                    "node.bind_address",
                    SettingType.TEXT,
                    "127.0.0.1:9092",
                    "Address and port on which Kafka clients are served; port 0 takes a free one.")
            .require(NodeSettings::isHostAndPort, "host:port");

    /** What clients are told to connect to. */
    public static final Setting<String> ADVERTISED_ADDRESS = Setting.of(
                    "node.advertised_address",
                    SettingType.TEXT,
                    "",
                    "Address that clients are told to connect to; when empty, the bind address, or this host's name"
                            + " if that is 0.0.0.0.")
            .require(text -> text.isEmpty() || isHostAndPort(text), "host:port");

    /** Name of the cluster. */
    public static final Setting<String> CLUSTER_NAME = Setting.of(
            "cluster.name", SettingType.TEXT, "gossip", "Name of the cluster; nodes of another name are refused.");

    /** Voters of the metadata quorum. */
    public static final Setting<List<String>> INITIAL_NODES = Setting.of(
                    "cluster.initial_nodes",
                    SettingType.LIST,
                    List.<String>of(),
                    "host:port of all nodes that vote on metadata, this one included; empty for a single node.")
            .require(nodes -> nodes.stream().allMatch(NodeSettings::isHostAndPort), "a list of host:port");

    /** Which of the voters this node is. */
    public static final Setting<String> CLUSTER_ADDRESS = Setting.of(
                    "node.cluster_address",
                    SettingType.TEXT,
                    "",
                    "Which entry of cluster.initial_nodes this node is; when empty, the one whose host is this"
                            + " machine.")
            .require(text -> text.isEmpty() || isHostAndPort(text), "host:port");

    /** Whether asking for a topic creates it. */
    public static final Setting<Boolean> AUTO_CREATE_TOPICS = Setting.of(
            "cluster.auto_create_topics",
            SettingType.BOOLEAN,
            true,
            "Whether a client that asks for the metadata of an unknown topic, and says it may be created, gets it with"
                    + " default settings.");

    /** Whether unauthenticated clients from elsewhere are served. */
    public static final Setting<Boolean> ALLOW_ANONYMOUS = Setting.of(
            "security.allow_anonymous",
            SettingType.BOOLEAN,
            false,
            "Whether a listener that is bound beyond this machine, and asks nobody who they are, serves clients of"
                    + " other machines; if not, it turns them away.");

    /** What delegation tokens are made with. */
    public static final Setting<String> DELEGATION_TOKEN_SECRET = Setting.of(
                    "security.delegation_token.secret",
                    SettingType.TEXT,
                    "",
                    "Key that delegation tokens are made with, the same on all nodes; when empty, there are no"
                            + " delegation tokens.")
            .require(text -> text.isEmpty() || text.length() >= 16, "at least 16 characters")
            .asSecret();

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            ID,
            DATA_DIR,
            BIND_ADDRESS,
            ADVERTISED_ADDRESS,
            CLUSTER_NAME,
            INITIAL_NODES,
            CLUSTER_ADDRESS,
            AUTO_CREATE_TOPICS,
            ALLOW_ANONYMOUS,
            DELEGATION_TOKEN_SECRET);

    private NodeSettings() {}

    private static boolean isHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return false;
        }
        String port = text.substring(colon + 1);
        return port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535;
    }
}
