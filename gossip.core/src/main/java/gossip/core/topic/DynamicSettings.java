package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore.MetadataListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The broker's settings with what is set while it runs: for this broker over for all brokers over the configuration. Any
 * thread reads; the thread that applies the metadata changes.
 */
final class DynamicSettings implements Settings, MetadataListener {
    private static final Logger LOG = System.getLogger(DynamicSettings.class.getName());

    private final ConfigResource own;
    private final ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
    private final Settings configured;
    private final TopicSettings topicSettings;
    private final List<? extends Setting<?>> changing;
    private volatile Map<Setting<?>, Object> changed = Map.of();

    DynamicSettings(
            int brokerId, Settings configured, TopicSettings topicSettings, Collection<? extends Setting<?>> declared) {
        this.own = new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(brokerId));
        this.configured = configured;
        this.topicSettings = topicSettings;
        this.changing = declared.stream().filter(Setting::isDynamic).toList();
    }

    @Override
    public <T> T value(Setting<T> setting) {
        Object value = changed.get(setting);
        @SuppressWarnings("unchecked") // parsed by the setting itself
        T typed = value == null ? configured.value(setting) : (T) value;
        return typed;
    }

    @Override
    public void changed(MetadataImage before, MetadataImage after) {
        Map<String, String> forThis = after.configs(own);
        Map<String, String> forAll = after.configs(all);
        if (forThis.equals(before.configs(own)) && forAll.equals(before.configs(all))) {
            return;
        }
        topicSettings.change(forThis, forAll);
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Setting<?> setting : changing) {
            String text = forThis.getOrDefault(setting.key(), forAll.get(setting.key()));
            if (text != null) {
                put(setting, text, values);
            }
        }
        changed = Map.copyOf(values);
    }

    private static void put(Setting<?> setting, String text, Map<Setting<?>, Object> values) {
        try {
            values.put(setting, setting.parse(text));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.ERROR,
                    "the setting {0} is kept as \"{1}\", which this version does not take: {2}",
                    setting,
                    text,
                    e.getMessage());
        }
    }
}
