package gossip.api.metadata;

import gossip.api.metadata.MetadataCommand.AlterConfigs;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of everything but topics, which carry their own. Immutable; any thread.
 *
 * @param byResource settings by name for each resource that has some
 */
public record ConfigsImage(Map<ConfigResource, Map<String, String>> byResource) {
    /** Nobody has settings. */
    public static final ConfigsImage EMPTY = new ConfigsImage(Map.of());

    /** Copies the map, without resources that have no settings. */
    public ConfigsImage {
        Map<ConfigResource, Map<String, String>> copy = new HashMap<>();
        byResource.forEach((resource, configs) -> {
            if (!configs.isEmpty()) {
                copy.put(resource, Map.copyOf(configs));
            }
        });
        byResource = Map.copyOf(copy);
    }

    /**
     * Settings of a resource.
     *
     * @param resource whose
     * @return by name; empty if there are none
     */
    public Map<String, String> of(ConfigResource resource) {
        return byResource.getOrDefault(resource, Map.of());
    }

    /**
     * Resources of a type that have settings.
     *
     * @param type of them
     * @return their names, ascending
     */
    public List<String> names(ConfigResource.Type type) {
        return byResource.keySet().stream()
                .filter(resource -> resource.type() == type)
                .map(ConfigResource::name)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /**
     * The settings after a command. Pure.
     *
     * @param command the change
     * @return new settings
     */
    public ConfigsImage apply(AlterConfigs command) {
        Map<String, String> configs = new HashMap<>(of(command.resource()));
        configs.putAll(command.set());
        command.removed().forEach(configs::remove);
        Map<ConfigResource, Map<String, String>> all = new HashMap<>(byResource);
        all.put(command.resource(), configs);
        return new ConfigsImage(all);
    }

    /**
     * The settings without those of a resource. Pure.
     *
     * @param resource whose are dropped
     * @return new settings
     */
    public ConfigsImage without(ConfigResource resource) {
        Map<ConfigResource, Map<String, String>> rest = new HashMap<>(byResource);
        rest.remove(resource);
        return new ConfigsImage(rest);
    }
}
