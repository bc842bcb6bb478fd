package gossip.api.broker;

import gossip.api.metrics.Sample;
import java.util.List;

/** What the broker counts and measures about itself. Thread-safe; from memory, never blocks. */
@FunctionalInterface
public interface Figures {
    /**
     * All figures at about one moment.
     *
     * @param context who asks
     * @return sorted by name
     * @throws gossip.api.BrokerException CLUSTER_AUTHORIZATION_FAILED unless the caller may DESCRIBE the cluster
     */
    List<Sample> snapshot(RequestContext context);
}
