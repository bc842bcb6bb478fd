package gossip.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Sample;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresServiceTest {
    private static final RequestContext ANNA =
            new RequestContext(new Principal("User", "anna"), "client", "127.0.0.1", "rest");

    private final MetricsRegistry metrics = new MetricsRegistry();

    @Test
    void thoseWhoMayDescribeTheClusterSeeTheFigures() {
        metrics.counter("bytes_total", "Bytes.").add(3);

        FiguresService figures = new FiguresService(metrics, List::of, guard(Operation.DESCRIBE));

        assertThat(figures.snapshot(ANNA)).extracting(Sample::name).containsExactly("bytes_total");
    }

    @Test
    void othersAreRefused() {
        FiguresService figures = new FiguresService(metrics, List::of, guard(Operation.ALTER));

        assertThatThrownBy(() -> figures.snapshot(ANNA))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
    }

    private static Guard guard(Operation allowed) {
        Authorizer authorizer =
                (context, operation, resource) -> operation == allowed && resource.equals(Resource.CLUSTER);
        return new Guard(List.of(authorizer));
    }
}
