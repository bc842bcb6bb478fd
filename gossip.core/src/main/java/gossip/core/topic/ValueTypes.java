package gossip.core.topic;

import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.Map;

/** How clients are told to read the text of a setting. */
final class ValueTypes {
    private static final Map<SettingType<?>, ValueType> BY_SETTING_TYPE = Map.of(
            SettingType.BOOLEAN, ValueType.BOOLEAN,
            SettingType.INT, ValueType.INT,
            SettingType.LONG, ValueType.LONG,
            SettingType.LIST, ValueType.LIST,
            Words.LIST, ValueType.LIST,
            Words.FRACTION, ValueType.DOUBLE);

    private ValueTypes() {}

    static ValueType of(Setting<?> setting) {
        return BY_SETTING_TYPE.getOrDefault(setting.type(), ValueType.STRING);
    }
}
