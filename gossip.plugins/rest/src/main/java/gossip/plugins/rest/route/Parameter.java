package gossip.plugins.rest.route;

/**
 * A query parameter.
 *
 * @param name as in the request
 * @param type of JSON Schema: string, integer or boolean
 * @param doc what it does, one sentence
 */
public record Parameter(String name, String type, String doc) {
    /**
     * One that is text.
     *
     * @param name as in the request
     * @param doc what it does
     * @return the parameter
     */
    public static Parameter text(String name, String doc) {
        return new Parameter(name, "string", doc);
    }

    /**
     * One that is a whole number.
     *
     * @param name as in the request
     * @param doc what it does
     * @return the parameter
     */
    public static Parameter number(String name, String doc) {
        return new Parameter(name, "integer", doc);
    }

    /**
     * One that is true or false.
     *
     * @param name as in the request
     * @param doc what it does
     * @return the parameter
     */
    public static Parameter flag(String name, String doc) {
        return new Parameter(name, "boolean", doc);
    }
}
