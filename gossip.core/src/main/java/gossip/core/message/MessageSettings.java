package gossip.core.message;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.List;

/** Limits of single records and of those who read them. */
final class MessageSettings {
    static final Setting<Long> MAX_PENDING_BYTES = Setting.of(
                    "messages.max_pending_bytes",
                    SettingType.SIZE,
                    32L << 20,
                    "Bytes of records sent through doors for single records (REST, gRPC) that may be under way; beyond"
                            + " it they are refused with THROTTLING_QUOTA_EXCEEDED.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    static final List<Setting<?>> ALL = List.of(MAX_PENDING_BYTES);

    private MessageSettings() {}
}
