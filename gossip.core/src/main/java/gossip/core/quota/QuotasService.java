package gossip.core.quota;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.AlterQuotas;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotaEntity.Type;
import gossip.api.metadata.QuotasImage;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import gossip.core.topic.Verdict;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The quotas port: limits in the metadata, use in memory. Thread-safe; never blocks. */
public final class QuotasService implements Quotas {
    /** All settings of quotas. */
    public static final List<Setting<?>> SETTINGS = QuotaSettings.ALL;

    private final MetadataStore metadata;
    private final Guard guard;
    private final double windowSeconds;
    private final QuotaLedger ledger;

    /**
     * Creates the service, which follows the metadata from now on.
     *
     * @param metadata where limits are kept
     * @param guard decides who may see and change them
     * @param settings effective settings of the broker
     * @param nanoTime a clock that never goes back, in nanoseconds
     * @param metrics where figures are reported
     */
    public QuotasService(
            MetadataStore metadata, Guard guard, Settings settings, LongSupplier nanoTime, Metrics metrics) {
        this.metadata = metadata;
        this.guard = guard;
        this.windowSeconds = settings.value(QuotaSettings.WINDOW).toMillis() / 1000.0;
        this.ledger = new QuotaLedger(settings.value(QuotaSettings.MAX_CLIENTS), nanoTime, metrics);
        metadata.listen(this::changed);
    }

    private void changed(MetadataImage before, MetadataImage after) {
        QuotasImage quotas = after.quotas();
        if (!quotas.equals(before.quotas())) {
            ledger.rules(QuotaRules.of(quotas, windowSeconds));
        }
    }

    @Override
    public boolean isLimited(Use use) {
        return ledger.isLimited(use);
    }

    @Override
    public long charge(RequestContext context, Use use, double amount) {
        return isExempt(context) ? 0 : ledger.charge(context.principal().name(), context.clientId(), use, amount);
    }

    @Override
    public Allowance allowance(RequestContext context, Use use) {
        return isExempt(context)
                ? Allowance.UNLIMITED
                : ledger.allowance(context.principal().name(), context.clientId(), use);
    }

    @Override
    public long connect(String clientHost) {
        return ledger.connect(clientHost);
    }

    private static boolean isExempt(RequestContext context) {
        return context.principal().equals(Principal.BROKER);
    }

    @Override
    public List<Described> describe(RequestContext context, Filter filter) {
        require(context, Operation.DESCRIBE_CONFIGS);
        Set<Type> types = EnumSet.noneOf(Type.class);
        for (Component component : filter.components()) {
            if (!types.add(component.type())) {
                throw invalid(component.type() + " cannot appear more than once in the filter");
            }
        }
        if (types.contains(Type.IP) && types.size() > 1) {
            throw invalid("IP cannot be combined with USER or CLIENT_ID in a filter");
        }
        return metadata.image().quotas().byEntity().entrySet().stream()
                .filter(entry -> matches(entry.getKey(), filter))
                .map(entry -> new Described(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static boolean matches(QuotaEntity entity, Filter filter) {
        if (filter.strict() && entity.names().size() != filter.components().size()) {
            return false;
        }
        return filter.components().stream().allMatch(component -> {
            Map<Type, Optional<String>> names = entity.names();
            return names.containsKey(component.type())
                    && switch (component.match()) {
                        case ANY -> true;
                        case DEFAULT ->
                            names.getOrDefault(component.type(), Optional.empty())
                                    .isEmpty();
                        case EXACT ->
                            names.getOrDefault(component.type(), Optional.empty())
                                    .equals(Optional.of(component.name()));
                    };
        });
    }

    @Override
    public CompletionStage<List<Altered>> alter(
            RequestContext context, List<Alteration> alterations, boolean validateOnly) {
        Set<QuotaEntity> seen = new HashSet<>();
        Set<QuotaEntity> repeated = new HashSet<>();
        alterations.forEach(alteration -> {
            if (!seen.add(alteration.entity())) {
                repeated.add(alteration.entity());
            }
        });
        return Verdict.inOrder(alterations.stream()
                .map(alteration -> alter(context, alteration, repeated, validateOnly)
                        .thenApply(verdict -> new Altered(alteration.entity(), verdict.error(), verdict.message())))
                .toList());
    }

    private CompletionStage<Verdict> alter(
            RequestContext context, Alteration alteration, Set<QuotaEntity> repeated, boolean validateOnly) {
        try {
            require(context, Operation.ALTER_CONFIGS);
            if (repeated.contains(alteration.entity())) {
                throw invalid("the entity stands more than once in the request");
            }
            AlterQuotas command = command(alteration);
            return validateOnly
                    ? CompletableFuture.completedFuture(Verdict.OK)
                    : metadata.submit(command).handle(Verdict::of).thenApply(verdict -> {
                        note(context, command, verdict);
                        return verdict;
                    });
        } catch (BrokerException e) {
            return CompletableFuture.completedFuture(Verdict.of(e));
        }
    }

    private void note(RequestContext context, AlterQuotas command, Verdict verdict) {
        String changes = Stream.concat(
                        new TreeMap<>(command.set())
                                .entrySet().stream().map(limit -> limit.getKey() + "=" + limit.getValue()),
                        new TreeSet<>(command.removed()).stream().map(name -> name + " lifted"))
                .collect(Collectors.joining(", "));
        String target = Targets.of("quota", name(command.entity())) + " (" + changes + ")";
        guard.trail().note(context, "ALTER_QUOTAS", target, verdict.error(), verdict.message());
    }

    private static String name(QuotaEntity entity) {
        return new TreeMap<>(entity.names())
                .entrySet().stream()
                        .map(part -> part.getKey().name().toLowerCase(Locale.ROOT) + "="
                                + part.getValue().orElse("(default)"))
                        .collect(Collectors.joining(","));
    }

    private static AlterQuotas command(Alteration alteration) {
        checkEntity(alteration.entity());
        boolean isAddress = alteration.entity().names().containsKey(Type.IP);
        Map<String, Double> set = new HashMap<>();
        Set<String> removed = new HashSet<>();
        for (Edit edit : alteration.edits()) {
            QuotaKeys key = QuotaKeys.of(edit.name())
                    .filter(known -> (known.use() == Use.CONNECTION) == isAddress)
                    .orElseThrow(() -> invalid("there is no quota '" + edit.name() + "' for "
                            + (isAddress ? "an address" : "a user or client id")));
            edit.limit().ifPresent(value -> checkValue(key, value));
            boolean isNew = edit.limit().isPresent()
                    ? set.put(edit.name(), edit.limit().get()) == null && !removed.contains(edit.name())
                    : removed.add(edit.name()) && !set.containsKey(edit.name());
            if (!isNew) {
                throw invalid("the quota '" + edit.name() + "' stands more than once");
            }
        }
        return new AlterQuotas(alteration.entity(), set, removed);
    }

    private static void checkEntity(QuotaEntity entity) {
        Map<Type, Optional<String>> names = entity.names();
        if (names.containsKey(Type.IP) && names.size() > 1) {
            throw invalid("IP cannot be combined with USER or CLIENT_ID");
        }
        names.getOrDefault(Type.IP, Optional.empty()).ifPresent(ip -> {
            if (QuotaRules.address(ip).isEmpty()) {
                throw invalid("'" + ip + "' is not an IP address");
            }
        });
    }

    private static void checkValue(QuotaKeys key, double value) {
        String problem = key.problem(value);
        if (!problem.isEmpty()) {
            throw invalid("the quota '" + key.kafkaName() + "' " + problem);
        }
    }

    private void require(RequestContext context, Operation operation) {
        if (!guard.allows(context, operation, Resource.CLUSTER)) {
            throw new BrokerException(
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " of the cluster, which quotas need");
        }
    }

    private static BrokerException invalid(String message) {
        return new BrokerException(ErrorCode.INVALID_REQUEST, message);
    }
}
