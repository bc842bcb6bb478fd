package gossip.plugins.rest.http;

import gossip.api.broker.RequestContext;
import java.util.List;
import java.util.Optional;

/** A request, complete. Owned by the thread that handles it. */
public final class Request {
    private final Head head;
    private final RequestContext context;
    private final byte[] body;
    private final Allowance allowance;

    /**
     * Creates a request.
     *
     * @param head all but the body
     * @param context who sends it
     * @param body decompressed; belongs to the request
     * @param allowance what it takes of the budget of all requests
     */
    public Request(Head head, RequestContext context, byte[] body, Allowance allowance) {
        this.head = head;
        this.context = context;
        this.body = body;
        this.allowance = allowance;
    }

    /**
     * All but the body.
     *
     * @return the head
     */
    public Head head() {
        return head;
    }

    /**
     * Who sends it.
     *
     * @return for the broker
     */
    public RequestContext context() {
        return context;
    }

    /**
     * The body.
     *
     * @return not to be changed
     */
    public byte[] body() {
        return body;
    }

    /**
     * Counts memory that is needed to read the body against the budget of all requests, until this one is answered.
     *
     * @param bytes how many
     * @throws Refusal with status 503 if there are not as many
     */
    public void take(long bytes) {
        allowance.take(bytes);
    }

    /**
     * Asks to be told when the client has taken the answer, or is gone.
     *
     * @param task called once, by another thread; must not block
     */
    public void onAnswered(Runnable task) {
        allowance.onRelease(task);
    }

    /**
     * A part of the path.
     *
     * @param index from 0
     * @return decoded
     */
    public String segment(int index) {
        return head.target().segments().get(index);
    }

    /**
     * The only value of a query parameter.
     *
     * @param name of the parameter
     * @return empty if it is not there
     */
    public Optional<String> parameter(String name) {
        return head.target().parameter(name);
    }

    /**
     * Whether a query parameter is true.
     *
     * @param name of the parameter
     * @return false unless it is {@code true}
     * @throws Refusal if it is neither true nor false
     */
    public boolean flag(String name) {
        String text = parameter(name).orElse("false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.badRequest("the query parameter " + name + " is true or false, not " + text);
        };
    }

    /**
     * A query parameter that is a number.
     *
     * @param name of the parameter
     * @param lowest that it may be
     * @param highest that it may be
     * @return empty if it is not there
     * @throws Refusal if it is no such number
     */
    public Optional<Long> number(String name, long lowest, long highest) {
        return parameter(name).map(text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= lowest && value <= highest) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw notInRange(name, lowest, highest, text);
            }
            throw notInRange(name, lowest, highest, text);
        });
    }

    private static Refusal notInRange(String name, long lowest, long highest, String text) {
        return Refusal.badRequest("the query parameter " + name + " is a whole number from " + lowest + " to " + highest
                + ", not " + text);
    }

    /**
     * A query parameter that is one of a few words.
     *
     * @param name of the parameter
     * @param words that it may be; the first is meant when it is not there
     * @return one of them
     * @throws Refusal if it is another
     */
    public String word(String name, List<String> words) {
        String text = parameter(name).orElse(words.getFirst());
        if (!words.contains(text)) {
            throw Refusal.badRequest(
                    "the query parameter " + name + " is one of " + String.join(", ", words) + ", not " + text);
        }
        return text;
    }
}
