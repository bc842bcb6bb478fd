package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.QuotaEntity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Quotas as a test wants them: everybody has to wait for as long as it says. */
public final class MemoryQuotas implements Quotas {
    private final Map<Use, Long> delays = new ConcurrentHashMap<>();
    private final Map<QuotaEntity, Map<String, Double>> limits = new ConcurrentHashMap<>();
    private final List<Charge> charges = new CopyOnWriteArrayList<>();

    /** What was counted. */
    public record Charge(Use use, double amount) {}

    /** From now on whoever uses this has to wait. */
    public void delay(Use use, long delayMs) {
        delays.put(use, delayMs);
    }

    /** Nobody has to wait any more. */
    public void lift() {
        delays.clear();
    }

    public List<Charge> charges() {
        return charges;
    }

    @Override
    public boolean isLimited(Use use) {
        return delays.containsKey(use);
    }

    @Override
    public long charge(RequestContext context, Use use, double amount) {
        charges.add(new Charge(use, amount));
        return delays.getOrDefault(use, 0L);
    }

    @Override
    public Allowance allowance(RequestContext context, Use use) {
        return new Allowance(delays.getOrDefault(use, 0L), 1 << 20);
    }

    @Override
    public long connect(String clientHost) {
        return delays.getOrDefault(Use.CONNECTION, 0L);
    }

    @Override
    public List<Described> describe(RequestContext context, Filter filter) {
        List<Described> described = new ArrayList<>();
        limits.forEach((entity, values) -> described.add(new Described(entity, values)));
        return described;
    }

    @Override
    public CompletionStage<List<Altered>> alter(
            RequestContext context, List<Alteration> alterations, boolean validateOnly) {
        List<Altered> altered = new ArrayList<>();
        for (Alteration alteration : alterations) {
            Map<String, Double> values = new HashMap<>();
            alteration.edits().forEach(edit -> edit.limit().ifPresent(limit -> values.put(edit.name(), limit)));
            if (!validateOnly) {
                limits.put(alteration.entity(), values);
            }
            altered.add(new Altered(alteration.entity(), ErrorCode.NONE, ""));
        }
        return CompletableFuture.completedFuture(altered);
    }
}
