package gossip.plugins.rest.data;

import gossip.api.broker.Broker;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.route.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All routes of topics, records, groups and the cluster. */
public final class DataRoutes {
    private DataRoutes() {}

    /**
     * Makes the routes.
     *
     * @param broker who is asked
     * @param budget bytes that records on their way to clients may take
     * @param maxRecords how many records and headers one request may append
     * @param clock wall clock
     * @return all routes of this package
     */
    public static List<Route> of(Broker broker, ByteBudget budget, int maxRecords, InstantSource clock) {
        ReadScope scope = new ReadScope(broker, budget);
        List<Route> routes = new ArrayList<>();
        routes.addAll(ClusterRoutes.of(broker));
        routes.addAll(TopicRoutes.of(scope));
        routes.addAll(ProduceRoutes.of(broker, maxRecords));
        routes.addAll(ConsumeRoutes.of(scope));
        routes.addAll(TailRoutes.of(scope));
        routes.addAll(GroupRoutes.of(scope, clock));
        routes.addAll(MemberRoutes.of(scope));
        return routes;
    }
}
