package gossip.core.plugin;

import gossip.core.StartException;
import java.util.List;

/** Plugins cannot be used. Names jar and cause of each, so that one attempt shows all. */
public final class PluginException extends StartException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * Creates the exception.
     *
     * @param problems at least one
     */
    public PluginException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.getFirst()
                        : problems.size() + " problems with plugins:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return one line for each problem
     */
    public List<String> problems() {
        return problems;
    }
}
