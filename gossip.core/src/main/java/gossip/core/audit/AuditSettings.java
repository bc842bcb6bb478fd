package gossip.core.audit;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.List;

/** What is noted and how much of it is kept. */
public final class AuditSettings {
    /** Whether at all. */
    static final Setting<Boolean> ENABLED = Setting.of(
            "audit.enabled",
            SettingType.BOOLEAN,
            true,
            "Whether changes by administrators, denials and failed authentication are written to audit/audit.log below"
                    + " the data directory.");

    /** Size of a file. */
    static final Setting<Long> FILE_SIZE = Setting.of(
                    "audit.file_size",
                    SettingType.SIZE,
                    16L << 20,
                    "Size at which the audit log goes on in a new file.")
            .require(size -> size >= 4096, "at least 4KB");

    /** Number of files. */
    static final Setting<Integer> FILES = Setting.of(
                    "audit.files",
                    SettingType.INT,
                    8,
                    "Files of the audit log that are kept, the present one included.")
            .require(count -> count >= 1 && count <= 1_000, "1 to 1000");

    /** What may wait. */
    static final Setting<Integer> QUEUE = Setting.of(
                    "audit.queue",
                    SettingType.INT,
                    8_192,
                    "Entries that may wait to be written to the audit log; more are dropped and counted in"
                            + " gossip_audit_dropped_total.")
            .require(count -> count >= 1, "at least 1");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(ENABLED, FILE_SIZE, FILES, QUEUE);

    private AuditSettings() {}
}
