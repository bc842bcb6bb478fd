package gossip.core.metrics;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Figures;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Sample;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Shows the broker's figures to those who may see the cluster. Thread-safe. */
public final class FiguresService implements Figures {
    private final MetricsRegistry registry;
    private final Supplier<List<Sample>> more;
    private final Guard guard;

    /**
     * Creates the service.
     *
     * @param registry holds the figures
     * @param more figures that come and go with what they are about; must not block
     * @param guard decides who may see them
     */
    public FiguresService(MetricsRegistry registry, Supplier<List<Sample>> more, Guard guard) {
        this.registry = registry;
        this.more = more;
        this.guard = guard;
    }

    @Override
    public List<Sample> snapshot(RequestContext context) {
        if (!guard.allows(context, Operation.DESCRIBE, Resource.CLUSTER)) {
            throw new BrokerException(
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    context.principal() + " may not see the figures of the broker; that takes DESCRIBE on the cluster");
        }
        List<Sample> samples = new ArrayList<>(registry.snapshot());
        samples.addAll(more.get());
        samples.sort(Comparator.comparing(Sample::name));
        return samples;
    }
}
