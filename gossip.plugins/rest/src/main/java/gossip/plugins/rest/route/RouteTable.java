package gossip.plugins.rest.route;

import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.json.Nearest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request. Immutable. */
public final class RouteTable {
    private final List<Route> routes;
    private final Node root = new Node();

    /** A part of a path, with what may follow it. */
    private static final class Node {
        private final Map<String, Node> named = new HashMap<>();
        private final Map<Method, Route> routes = new EnumMap<>(Method.class);
        private @Nullable Node variable;
    }

    /**
     * Creates a table.
     *
     * @param routes no two of the same method and path
     */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : route.segments()) {
            if (Route.isVariable(segment)) {
                Node next = node.variable == null ? new Node() : node.variable;
                node.variable = next;
                node = next;
            } else {
                node = node.named.computeIfAbsent(segment, name -> new Node());
            }
        }
        if (node.routes.put(route.method(), route) != null) {
            throw new IllegalArgumentException("there are two routes " + route.method() + " " + route.path());
        }
    }

    /**
     * All routes.
     *
     * @return in the order given
     */
    public List<Route> routes() {
        return routes;
    }

    /**
     * Finds the route of a request.
     *
     * @param head of the request
     * @return the route
     * @throws Refusal with status 404 or 405
     */
    public Route find(Head head) {
        Node node = node(head.target().segments())
                .orElseThrow(() -> new Refusal(404, "there is no such path; /v1/openapi.json lists those there are"));
        Route route = method(head.method()).map(node.routes::get).orElse(null);
        if (route == null) {
            throw new Refusal(
                    405,
                    head.method() + " is none of the methods that this path has: " + allowed(node),
                    Map.of("allow", allowed(node)));
        }
        if (route.family() == Family.BROKER) {
            checkParameters(route, head);
        }
        return route;
    }

    /**
     * Methods that a path has.
     *
     * @param head of a request
     * @return for a header; empty if there is no such path
     */
    public Optional<String> methods(Head head) {
        return node(head.target().segments()).map(RouteTable::allowed);
    }

    private static String allowed(Node node) {
        return node.routes.keySet().stream()
                .map(method -> method == Method.GET ? "GET, HEAD" : method.name())
                .collect(Collectors.joining(", "));
    }

    private static Optional<Method> method(String name) {
        String read = name.equals("HEAD") ? "GET" : name;
        for (Method method : Method.values()) {
            if (method.name().equals(read)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private Optional<Node> node(List<String> segments) {
        Node node = root;
        for (String segment : segments) {
            Node next = node.named.getOrDefault(segment, node.variable);
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return node.routes.isEmpty() ? Optional.empty() : Optional.of(node);
    }

    private static void checkParameters(Route route, Head head) {
        if (head.target().query().isEmpty()) {
            return;
        }
        List<String> known = route.query().stream().map(Parameter::name).toList();
        for (String name : head.target().query().keySet()) {
            if (!known.contains(name)) {
                throw Refusal.badRequest("there is no query parameter " + name + " here" + Nearest.hint(name, known)
                        + (known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
            }
        }
    }

    /**
     * The family of a path, for errors of requests that have no route.
     *
     * @param path as sent
     * @return that of the routes that begin like it
     */
    public Family familyOf(String path) {
        String first = path.split("[/?]", 3).length > 1 ? path.split("[/?]", 3)[1] : "";
        if (first.isEmpty()) {
            return Family.BROKER;
        }
        return routes.stream()
                .filter(route ->
                        route.segments().stream().findFirst().orElse("").equals(first))
                .findFirst()
                .map(Route::family)
                .orElse(Family.BROKER);
    }
}
