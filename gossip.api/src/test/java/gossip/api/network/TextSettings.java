package gossip.api.network;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.util.Map;
import java.util.Optional;

/** Settings as a person writes them; all others have their defaults. */
record TextSettings(Map<String, String> texts) implements Settings {
    static Settings of(Map<String, String> texts) {
        return new TextSettings(texts);
    }

    @Override
    public <T> T value(Setting<T> setting) {
        return Optional.ofNullable(texts.get(setting.key())).map(setting::parse).orElse(setting.defaultValue());
    }
}
