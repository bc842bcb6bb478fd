package gossip.plugins.rest.data;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Route;
import java.util.List;
import java.util.TreeMap;

/** Tells who is in the cluster. */
final class ClusterRoutes {
    private final Cluster cluster;

    private ClusterRoutes(Cluster cluster) {
        this.cluster = cluster;
    }

    static List<Route> of(Broker broker) {
        ClusterRoutes routes = new ClusterRoutes(broker.cluster());
        return List.of(
                Route.of(Method.GET, "/v1/cluster", Family.BROKER, "Tells the nodes of the cluster", routes::tell));
    }

    private Response tell(Request request) {
        if (!cluster.admits(request.context(), Operation.DESCRIBE, Resource.CLUSTER)) {
            throw new BrokerException(
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    request.context().principal() + " may not describe the cluster");
        }
        return Bodies.answer(out -> {
            out.writeStringField("id", cluster.id().toString());
            out.writeNumberField("node", cluster.brokerId());
            if (cluster.controllerId().isPresent()) {
                out.writeNumberField("controller", cluster.controllerId().getAsInt());
            }
            out.writeArrayFieldStart("nodes");
            for (BrokerRegistration node : new TreeMap<>(cluster.metadata().brokers()).values()) {
                out.writeStartObject();
                out.writeNumberField("id", node.id());
                out.writeStringField("name", node.nodeName());
                out.writeObjectFieldStart("endpoints");
                for (Endpoint endpoint : node.endpoints()) {
                    out.writeStringField(endpoint.listener(), endpoint.toString());
                }
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberField("topics", cluster.metadata().topicCount());
        });
    }
}
