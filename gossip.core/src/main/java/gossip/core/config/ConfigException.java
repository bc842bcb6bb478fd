package gossip.core.config;

import gossip.core.StartException;
import java.util.List;

/** The configuration cannot be used. Holds everything that is wrong with it, so that one attempt shows all. */
public final class ConfigException extends StartException {
    private static final long serialVersionUID = 1L;

    private final List<Problem> problems;

    /**
     * Creates the exception.
     *
     * @param problems at least one
     */
    public ConfigException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return in the order of the places
     */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        if (problems.size() == 1) {
            return problems.getFirst().toString();
        }
        StringBuilder text = new StringBuilder("the configuration has " + problems.size() + " problems:");
        for (Problem problem : problems) {
            text.append("\n  ").append(problem);
        }
        return text.toString();
    }

    /**
     * One thing that is wrong.
     *
     * @param where place, such as {@code gossip.yaml:12}
     * @param message what is wrong there and what would be right
     */
    public record Problem(String where, String message) {
        @Override
        public String toString() {
            return where + ": " + message;
        }
    }
}
