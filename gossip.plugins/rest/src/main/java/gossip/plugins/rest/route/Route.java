package gossip.plugins.rest.route;

import gossip.plugins.rest.http.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * A method and a path, and what answers them.
 *
 * @param method of HTTP
 * @param path such as {@code /v1/topics/{topic}}; a name in braces stands for one segment
 * @param family how clients are treated
 * @param summary what it does, a few words
 * @param query parameters it takes
 * @param body an example of the JSON body it takes; empty if it takes none
 * @param isOpen whether clients that have not proved who they are may ask
 * @param handler answers
 */
public record Route(
        Method method,
        String path,
        Family family,
        String summary,
        List<Parameter> query,
        String body,
        boolean isOpen,
        Handler handler) {
    /** Copies the list. */
    public Route {
        query = List.copyOf(query);
    }

    /**
     * A route without parameters and without a body.
     *
     * @param method of HTTP
     * @param path with names in braces
     * @param family how clients are treated
     * @param summary what it does, a few words
     * @param handler answers
     * @return the route
     */
    public static Route of(Method method, String path, Family family, String summary, Handler handler) {
        return new Route(method, path, family, summary, List.of(), "", false, handler);
    }

    /**
     * The same with query parameters.
     *
     * @param more parameters
     * @return another route
     */
    public Route query(Parameter... more) {
        List<Parameter> all = new ArrayList<>(query);
        all.addAll(List.of(more));
        return new Route(method, path, family, summary, all, body, isOpen, handler);
    }

    /**
     * The same with a body.
     *
     * @param example of it, as JSON
     * @return another route
     */
    public Route body(String example) {
        return new Route(method, path, family, summary, query, example, isOpen, handler);
    }

    /**
     * The same for clients that have not proved who they are.
     *
     * @return another route
     */
    public Route open() {
        return new Route(method, path, family, summary, query, body, true, handler);
    }

    /** The segments of the path. */
    List<String> segments() {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/"));
    }

    static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }
}
