package gossip.core.resource;

import gossip.api.config.Setting;
import java.util.Map;

/** Which settings a resource can have. Any thread. */
public interface Schema {
    /**
     * Finds a setting.
     *
     * @param name its name
     * @return the setting
     * @throws gossip.api.BrokerException if there is none
     */
    Setting<?> setting(String name);

    /**
     * The value without one of the resource's own.
     *
     * @param <T> its type
     * @param setting the setting
     * @return text that parses to the value
     */
    <T> String defaultText(Setting<T> setting);

    /**
     * Judges all values together.
     *
     * @param after by name
     * @throws gossip.api.BrokerException if one is not allowed, or if they contradict each other
     */
    void check(Map<String, String> after);
}
