package gossip.core.config;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.core.config.ConfigException.Problem;
import gossip.core.config.Written.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people wrote, layer upon layer: the file, over it the environment, over that the command line. Which settings there
 * are is known only when the plugins are loaded, and where the plugins are is itself a setting: {@link #peek} reads that
 * one early, {@link #resolve} then judges everything.
 */
public final class ConfigLayers {
    private final List<Written> file;
    private final Map<String, String> environment;
    private final List<Written> overrides;
    private final List<Problem> problems;

    private ConfigLayers(
            List<Written> file, Map<String, String> environment, List<Written> overrides, List<Problem> problems) {
        this.file = file;
        this.environment = environment;
        this.overrides = overrides;
        this.problems = problems;
    }

    /**
     * Reads the sources.
     *
     * @param sources where values may stand
     * @return the layers
     * @throws ConfigException if the file cannot be read or is not YAML
     */
    public static ConfigLayers read(ConfigSources sources) {
        List<Problem> problems = new ArrayList<>();
        List<Written> file =
                sources.file().isPresent() ? YamlFile.read(sources.file().get(), problems) : List.of();
        if (!problems.isEmpty() && file.isEmpty()) {
            throw new ConfigException(problems);
        }
        List<Written> overrides = new ArrayList<>();
        for (ConfigSources.Override override : sources.overrides()) {
            Origin origin = Origin.override(override.label());
            overrides.add(new Written(override.key(), override.value(), Shape.SCALAR, origin));
        }
        return new ConfigLayers(file, sources.environment(), overrides, problems);
    }

    /**
     * Reads one setting before all of them are known.
     *
     * @param <T> type of the value
     * @param setting the setting
     * @return its value, or its default where what was written is not valid; {@link #resolve} tells of that
     */
    public <T> T peek(Setting<T> setting) {
        Written found = null;
        for (Written written : layered(Set.of(setting.key()))) {
            if (written.key().equals(setting.key())) {
                found = written;
            }
        }
        if (found == null) {
            return setting.defaultValue();
        }
        try {
            return setting.parse(found.text());
        } catch (IllegalArgumentException e) {
            return setting.defaultValue();
        }
    }

    /**
     * Judges everything that was written.
     *
     * @param settings all settings there are
     * @return the effective configuration
     * @throws ConfigException with all problems
     */
    public Configuration resolve(Collection<Setting<?>> settings) {
        Map<String, Setting<?>> known = new TreeMap<>();
        settings.forEach(setting -> known.put(setting.key(), setting));
        List<Problem> found = new ArrayList<>(problems);
        Map<String, Configuration.Effective<?>> effective = new TreeMap<>();
        known.values().forEach(setting -> effective.put(setting.key(), Configuration.Effective.byDefault(setting)));
        for (Written written : layered(known.keySet())) {
            Setting<?> setting = known.get(written.key());
            if (setting == null) {
                unknown(written, known, found);
            } else {
                read(setting, written, effective, found);
            }
        }
        List<String> warnings = new ArrayList<>();
        new EnvironmentNames(known.keySet()).judgeOthers(environment.keySet(), found, warnings);
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
        return new Configuration(effective, warnings);
    }

    private List<Written> layered(Set<String> known) {
        List<Written> all = new ArrayList<>(file);
        all.addAll(new EnvironmentNames(known).values(environment));
        all.addAll(overrides);
        return all;
    }

    private static void unknown(Written written, Map<String, Setting<?>> known, List<Problem> problems) {
        if (written.shape() == Shape.EMPTY && isSection(written.key(), known)) {
            return;
        }
        String nearest = NearestKey.of(written.key(), known.keySet());
        problems.add(new Problem(
                written.origin().label(), "there is no setting " + written.key() + "; the nearest is " + nearest));
    }

    private static boolean isSection(String key, Map<String, Setting<?>> known) {
        for (String full : known.keySet()) {
            if (full.startsWith(key + ".")) {
                return true;
            }
        }
        return false;
    }

    private static <T> void read(
            Setting<T> setting,
            Written written,
            Map<String, Configuration.Effective<?>> effective,
            List<Problem> problems) {
        String where = written.origin().label();
        String key = setting.key();
        switch (written.shape()) {
            case EMPTY -> problems.add(new Problem(where, key + " has no value"));
            case LIST -> {
                if (setting.type().equals(SettingType.LIST)) {
                    parse(setting, written, effective, problems);
                } else {
                    problems.add(new Problem(
                            where,
                            key + " is a list: expected " + setting.type().name()));
                }
            }
            case SCALAR -> parse(setting, written, effective, problems);
        }
    }

    private static <T> void parse(
            Setting<T> setting,
            Written written,
            Map<String, Configuration.Effective<?>> effective,
            List<Problem> problems) {
        try {
            T value = setting.parse(written.text());
            effective.put(setting.key(), new Configuration.Effective<>(setting, value, written.origin()));
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "" : " is \"" + written.text() + "\"";
            problems.add(new Problem(written.origin().label(), setting.key() + shown + ": " + e.getMessage()));
        }
    }
}
