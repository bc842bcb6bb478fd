package gossip.schema;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.schema.Compatibility;
import java.time.Duration;
import java.util.List;

/** Settings of the schema registry. */
public final class RegistrySettings {
    /** Level where none was set over the API. */
    public static final Setting<Compatibility> COMPATIBILITY = Setting.of(
            "schema.compatibility",
            SettingType.oneOf(Compatibility.class),
            Compatibility.BACKWARD,
            "Compatibility level of subjects where neither they nor their context nor the registry have one.");

    /** How large a schema may be. */
    public static final Setting<Long> MAX_SIZE = Setting.of(
                    "schema.max_size",
                    SettingType.SIZE,
                    512L << 10,
                    "Largest text of a schema; together with its references it must fit into raft.max_command_size.")
            .require(bytes -> bytes >= 1 << 10 && bytes <= 16 << 20, "1KB to 16MB");

    /** How deep schemas and values may be nested. */
    public static final Setting<Integer> MAX_DEPTH = Setting.of(
                    "schema.max_depth",
                    SettingType.INT,
                    100,
                    "How many levels deep the text of a schema, or a value, may be nested.")
            .require(depth -> depth >= 10 && depth <= 500, "10 to 500");

    /** How many references a schema may have. */
    public static final Setting<Integer> MAX_REFERENCES = Setting.of(
                    "schema.max_references",
                    SettingType.INT,
                    100,
                    "How many other schemas a schema may refer to, those that these refer to included.")
            .require(count -> count >= 0 && count <= 1000, "0 to 1000");

    /** How many named types a schema may have. */
    public static final Setting<Integer> MAX_TYPES = Setting.of(
                    "schema.max_types",
                    SettingType.INT,
                    1000,
                    "How many named types a schema may have, those that it refers to included.")
            .require(count -> count >= 10 && count <= 10_000, "10 to 10000");

    /** How many branches a union may have. */
    public static final Setting<Integer> MAX_BRANCHES = Setting.of(
                    "schema.max_branches",
                    SettingType.INT,
                    500,
                    "How many branches a union of an Avro schema, or a combined JSON Schema, may have.")
            .require(count -> count >= 10 && count <= 10_000, "10 to 10000");

    /** How many versions a subject may have. */
    public static final Setting<Integer> MAX_VERSIONS = Setting.of(
                    "schema.max_versions",
                    SettingType.INT,
                    1000,
                    "How many versions a subject may have, softly deleted ones included.")
            .require(count -> count >= 1 && count <= 100_000, "1 to 100000");

    /** How many schemas there may be. */
    public static final Setting<Integer> MAX_SCHEMAS = Setting.of(
                    "schema.max_schemas",
                    SettingType.INT,
                    100_000,
                    "How many schemas, and how many subjects, the registry may have; all of them are kept in memory.")
            .require(count -> count >= 1, "at least 1");

    /** How large a payload may become. */
    public static final Setting<Long> MAX_JSON_SIZE = Setting.of(
                    "schema.max_json_size",
                    SettingType.SIZE,
                    32L << 20,
                    "How large a single payload may become when it is translated to or from JSON.")
            .require(bytes -> bytes >= 1 << 10 && bytes <= 1 << 30, "1KB to 1GB");

    /** How much is kept of schemas that were read. */
    public static final Setting<Long> CACHE_SIZE = Setting.of(
                    "schema.cache_size",
                    SettingType.SIZE,
                    4L << 20,
                    "How much text of schemas is kept in the form that it was read into, which takes about ten times as"
                            + " much memory.")
            .require(bytes -> bytes >= 0 && bytes <= 1 << 30, "0 to 1GB");

    /** How long reading and comparing may take. */
    public static final Setting<Duration> CHECK_TIMEOUT = Setting.of(
                    "schema.check_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "How long a request waits until its schema has been read and compared with others.")
            .require(time -> time.toMillis() >= 100 && time.toMinutes() <= 10, "100ms to 10m");

    /** How many schemas may wait to be read. */
    public static final Setting<Integer> CHECK_QUEUE = Setting.of(
                    "schema.check_queue",
                    SettingType.INT,
                    256,
                    "How many requests may wait for their schemas to be read or compared; further ones are refused.")
            .require(count -> count >= 1 && count <= 100_000, "1 to 100000");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            COMPATIBILITY,
            MAX_SIZE,
            MAX_DEPTH,
            MAX_REFERENCES,
            MAX_TYPES,
            MAX_BRANCHES,
            MAX_VERSIONS,
            MAX_SCHEMAS,
            MAX_JSON_SIZE,
            CACHE_SIZE,
            CHECK_TIMEOUT,
            CHECK_QUEUE);

    private RegistrySettings() {}
}
