package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Settings of one broker: whatever was set, and one default. */
final class MemoryConfigs implements Configs {
    private final MemoryCluster cluster;
    private final Settings settings;

    MemoryConfigs(MemoryCluster cluster, Settings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    static List<Entry> entries(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(Map.of("retention.ms", "604800000"));
        all.putAll(set);
        List<Entry> entries = new ArrayList<>();
        all.forEach((name, value) -> {
            Source source = set.containsKey(name) ? Source.TOPIC : Source.DEFAULT;
            entries.add(new Entry(
                    name,
                    Optional.of(value),
                    source,
                    ValueType.LONG,
                    false,
                    false,
                    "About " + name + ".",
                    List.of(new Synonym(name, Optional.of(value), source))));
        });
        return entries;
    }

    @Override
    public List<Described> describe(RequestContext context, List<ConfigResource> resources) {
        List<Described> described = new ArrayList<>();
        for (ConfigResource resource : resources) {
            boolean known = resource.type() != ConfigResource.Type.TOPIC
                    || cluster.metadata().topic(resource.name()).isPresent();
            described.add(
                    known
                            ? new Described(
                                    resource,
                                    ErrorCode.NONE,
                                    "",
                                    entries(cluster.metadata().configs(resource)))
                            : new Described(
                                    resource, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such topic", List.of()));
        }
        return described;
    }

    @Override
    public CompletionStage<List<Altered>> alter(
            RequestContext context, List<Alteration> alterations, boolean validateOnly) {
        List<Altered> altered = new ArrayList<>();
        alterations.forEach(alteration -> altered.add(alter(alteration, validateOnly)));
        return CompletableFuture.completedFuture(altered);
    }

    @Override
    public List<ConfigResource> list(RequestContext context, Set<ConfigResource.Type> types) {
        return types.isEmpty() || types.contains(ConfigResource.Type.BROKER)
                ? List.of(new ConfigResource(ConfigResource.Type.BROKER, "1"))
                : List.of();
    }

    @Override
    public <T> T value(Setting<T> setting) {
        return settings.value(setting);
    }

    private Altered alter(Alteration alteration, boolean validateOnly) {
        Map<String, String> before = cluster.metadata().configs(alteration.resource());
        Map<String, String> set = new HashMap<>();
        Set<String> removed = new HashSet<>(alteration.replaceAll() ? before.keySet() : Set.of());
        for (Edit edit : alteration.edits()) {
            String old = before.getOrDefault(edit.name(), "");
            switch (edit.action()) {
                case SET -> set.put(edit.name(), edit.value().orElseThrow());
                case DELETE -> removed.add(edit.name());
                case APPEND ->
                    set.put(
                            edit.name(),
                            (old.isEmpty() ? "" : old + ",") + edit.value().orElseThrow());
                case SUBTRACT -> set.put(edit.name(), old.replace(edit.value().orElseThrow(), ""));
            }
        }
        removed.removeAll(set.keySet());
        if (!validateOnly
                && cluster.apply(new AlterConfigs(alteration.resource(), set, removed))
                        instanceof MetadataResult.Refused refused) {
            return new Altered(alteration.resource(), refused.code(), refused.message());
        }
        return new Altered(alteration.resource(), ErrorCode.NONE, "");
    }
}
