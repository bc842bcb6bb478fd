package gossip.core.plugin;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All plugins with what they provide; nothing of it is created yet. A plugin that cannot be loaded makes the whole catalog
 * fail: a broker without something that was installed on purpose (an authorizer, say) must not start. Immutable.
 */
public final class PluginCatalog {
    private final List<Registration> registrations;
    private final Collection<String> disabled;

    private PluginCatalog(List<Registration> registrations, Collection<String> disabled) {
        this.registrations = registrations;
        this.disabled = disabled;
    }

    /**
     * Loads plugins.
     *
     * @param directory a folder for each added plugin; empty for none
     * @param disabled names of plugins or folders that are not used
     * @return what there is
     * @throws PluginException naming jar and cause of everything that is wrong
     */
    public static PluginCatalog load(Optional<Path> directory, Collection<String> disabled) {
        List<String> problems = new ArrayList<>();
        List<FoundPlugin> found = new ArrayList<>(ModulePath.find(problems));
        if (directory.isPresent()) {
            found.addAll(new PluginDirectory(directory.get(), disabled).find(problems));
        }
        return of(found, disabled, problems);
    }

    static PluginCatalog of(List<FoundPlugin> found, Collection<String> disabled) {
        return of(found, disabled, new ArrayList<>());
    }

    private static PluginCatalog of(List<FoundPlugin> found, Collection<String> disabled, List<String> problems) {
        List<Registration> registrations = new ArrayList<>();
        for (FoundPlugin plugin : found) {
            try {
                registrations.add(Registration.of(plugin));
            } catch (IllegalArgumentException e) {
                problems.add(plugin.location() + ": " + e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                problems.add(
                        plugin.location() + ": " + plugin.plugin().getClass().getName() + " failed: " + Causes.of(e));
            }
        }
        findTwins(registrations, disabled, problems);
        if (!problems.isEmpty()) {
            throw new PluginException(problems);
        }
        return new PluginCatalog(List.copyOf(registrations), List.copyOf(disabled));
    }

    private static void findTwins(
            List<Registration> registrations, Collection<String> disabled, List<String> problems) {
        Map<String, Registration> names = new HashMap<>();
        Map<String, Registration> keys = new HashMap<>();
        Map<String, Provision<?>> provisions = new HashMap<>();
        for (Registration one : registrations) {
            Registration other = names.putIfAbsent(one.name(), one);
            if (other != null) {
                problems.add(one.location() + ": a plugin named " + one.name() + " is also in " + other.location());
                continue;
            }
            for (Setting<?> setting : one.settings()) {
                Registration owner = keys.putIfAbsent(setting.key(), one);
                if (owner != null) {
                    problems.add(one.location() + ": the setting " + setting.key() + " is also declared by plugin "
                            + owner.name() + " in " + owner.location());
                }
            }
            if (!disabled.contains(one.name())) {
                findTwins(one, provisions, problems);
            }
        }
    }

    private static void findTwins(Registration one, Map<String, Provision<?>> provisions, List<String> problems) {
        for (Provision<?> provision : one.provisions()) {
            String key = provision.spi().getName() + " " + provision.name();
            Provision<?> twin = provisions.putIfAbsent(key, provision);
            if (twin != null) {
                problems.add(one.location() + ": " + provision + " has the same name as that of plugin " + twin.plugin()
                        + " in " + twin.location());
            }
        }
    }

    /**
     * All settings there are. Those of disabled plugins are among them, so that disabling one does not make its settings
     * unknown.
     *
     * @return a new list
     */
    public List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>();
        registrations.forEach(registration -> settings.addAll(registration.settings()));
        return settings;
    }

    /**
     * The plugins for people and scripts.
     *
     * @param settings effective settings, to tell what is selected
     * @return in the order in which they were found
     */
    public List<Listed> list(Settings settings) {
        List<Listed> list = new ArrayList<>();
        for (Registration one : registrations) {
            boolean enabled = !disabled.contains(one.name());
            List<Offer> offers = new ArrayList<>();
            for (Provision<?> provision : one.provisions()) {
                boolean used = enabled
                        && PluginSettings.choice(provision.spi())
                                .map(choice -> settings.value(choice.setting()).equals(provision.name()))
                                .orElse(true);
                offers.add(new Offer(provision.spi().getSimpleName(), provision.name(), used));
            }
            list.add(new Listed(one.name(), one.version(), one.location(), enabled, offers));
        }
        return list;
    }

    /** What plugins that are not disabled offer for an SPI. */
    List<Provision<?>> provisions(Class<?> spi) {
        List<Provision<?>> matching = new ArrayList<>();
        for (Registration one : registrations) {
            if (!disabled.contains(one.name())) {
                one.provisions().stream()
                        .filter(provision -> provision.spi().equals(spi))
                        .forEach(matching::add);
            }
        }
        return matching;
    }

    /**
     * A plugin as it is listed.
     *
     * @param name its name
     * @param version its version
     * @param location jar or folder that it is from
     * @param enabled whether it is used
     * @param provides what it offers
     */
    public record Listed(String name, String version, String location, boolean enabled, List<Offer> provides) {}

    /**
     * An implementation as it is listed.
     *
     * @param spi simple name of the interface
     * @param name name of the implementation
     * @param used whether the broker uses it
     */
    public record Offer(String spi, String name, boolean used) {}
}
