package gossip.api.config;

/** Effective values. Immutable; any thread. */
public interface Settings {
    /** Every setting has its default. */
    Settings DEFAULTS = new Settings() {
        @Override
        public <T> T value(Setting<T> setting) {
            return setting.defaultValue();
        }
    };

    /**
     * The value of a setting.
     *
     * @param <T> its type
     * @param setting the setting
     * @return what was configured, else the default
     */
    <T> T value(Setting<T> setting);
}
