package gossip.api.metadata;

import gossip.api.metadata.MetadataCommand.AlterQuotas;
import java.util.HashMap;
import java.util.Map;

/**
 * Quotas of clients. Immutable; any thread.
 *
 * @param byEntity limits by Kafka's names, such as {@code producer_byte_rate}, for each entity that has some
 */
public record QuotasImage(Map<QuotaEntity, Map<String, Double>> byEntity) {
    /** Nobody is limited. */
    public static final QuotasImage EMPTY = new QuotasImage(Map.of());

    /** Copies the map, without entities that have no limits. */
    public QuotasImage {
        Map<QuotaEntity, Map<String, Double>> copy = new HashMap<>();
        byEntity.forEach((entity, limits) -> {
            if (!limits.isEmpty()) {
                copy.put(entity, Map.copyOf(limits));
            }
        });
        byEntity = Map.copyOf(copy);
    }

    /**
     * The quotas after a command. Pure.
     *
     * @param command the change
     * @return new quotas
     */
    public QuotasImage apply(AlterQuotas command) {
        Map<String, Double> limits = new HashMap<>(byEntity.getOrDefault(command.entity(), Map.of()));
        limits.putAll(command.set());
        command.removed().forEach(limits::remove);
        Map<QuotaEntity, Map<String, Double>> all = new HashMap<>(byEntity);
        all.put(command.entity(), limits);
        return new QuotasImage(all);
    }
}
