package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.core.config.NearestKey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A fixed list of settings. */
final class NamedSettings implements Schema {
    private final String owner;
    private final ErrorCode invalid;
    private final Map<String, Setting<?>> byName;
    private final Consumer<Map<String, String>> together;

    /**
     * Creates a schema.
     *
     * @param owner what has the settings, for messages
     * @param invalid how a name or value that is not allowed is answered
     * @param settings all there are
     * @param together judges values that are each allowed; throws {@link IllegalArgumentException}
     */
    NamedSettings(String owner, ErrorCode invalid, List<Setting<?>> settings, Consumer<Map<String, String>> together) {
        this.owner = owner;
        this.invalid = invalid;
        this.byName = settings.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));
        this.together = together;
    }

    @Override
    public Setting<?> setting(String name) {
        Setting<?> setting = byName.get(name);
        if (setting == null) {
            throw new BrokerException(
                    invalid,
                    "there is no setting '" + name + "' of " + owner + "; the nearest is '"
                            + NearestKey.of(name, byName.keySet()) + "'");
        }
        return setting;
    }

    @Override
    public <T> String defaultText(Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    @Override
    public void check(Map<String, String> after) {
        after.forEach((name, text) -> parse(setting(name), text));
        try {
            together.accept(after);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(invalid, String.valueOf(e.getMessage()), e);
        }
    }

    private void parse(Setting<?> setting, String text) {
        try {
            setting.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(
                    invalid, "'" + setting.key() + "' of " + owner + " cannot be '" + text + "': " + e.getMessage(), e);
        }
    }
}
