package gossip.plugins.rest.http;

import java.util.Map;

/** A request is answered with an error. The message is written for the person who made the client. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** A serializable map. */
    private final Map<String, String> headers;

    /**
     * Creates the refusal.
     *
     * @param status of HTTP
     * @param message one sentence
     */
    public Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    /**
     * Creates the refusal, with headers.
     *
     * @param status of HTTP
     * @param message one sentence
     * @param headers to be added to the answer
     */
    public Refusal(int status, String message, Map<String, String> headers) {
        // where it was refused does not matter, and bad requests should cost little
        super(message, null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /**
     * A request that is not as it should be.
     *
     * @param message one sentence
     * @return status 400
     */
    public static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    /**
     * The status.
     *
     * @return of HTTP
     */
    public int status() {
        return status;
    }

    /**
     * Headers to be added to the answer.
     *
     * @return by name
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * What is wrong.
     *
     * @return one sentence
     */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
