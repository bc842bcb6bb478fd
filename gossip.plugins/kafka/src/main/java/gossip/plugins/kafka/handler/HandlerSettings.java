package gossip.plugins.kafka.handler;

import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.util.List;

/**
 * What handlers have to know of the configuration.
 *
 * @param autoCreateTopics whether a client that asks for an unknown topic may get it
 * @param maxFetchBytes the most bytes in one response, but for a first batch that is larger
 */
public record HandlerSettings(boolean autoCreateTopics, int maxFetchBytes) {
    /** Size of a fetch response. */
    public static final Setting<Long> MAX_FETCH_SIZE = Setting.of(
                    "network.max_fetch_size",
                    SettingType.SIZE,
                    55L << 20,
                    "The most bytes of records in one response, whatever the client allows; a first batch that is"
                            + " larger is sent all the same.")
            .require(size -> size >= 1024 && size <= 1L << 30, "1KB to 1GB");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(MAX_FETCH_SIZE);

    /**
     * Reads the settings.
     *
     * @param settings effective values
     * @return what handlers need
     */
    public static HandlerSettings from(Settings settings) {
        return new HandlerSettings(
                settings.value(NodeSettings.AUTO_CREATE_TOPICS), Math.toIntExact(settings.value(MAX_FETCH_SIZE)));
    }
}
