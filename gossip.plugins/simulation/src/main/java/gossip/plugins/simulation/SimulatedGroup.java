package gossip.plugins.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of a simulated consensus group with the log they agree on. Thread-safe. */
public final class SimulatedGroup {
    final List<byte[]> commands = new ArrayList<>();
    private final List<String> voters;
    private final Map<String, MemoryConsensusEngine> running = new LinkedHashMap<>();

    /**
     * Creates a group.
     *
     * @param voters names of its nodes
     */
    public SimulatedGroup(List<String> voters) {
        this.voters = List.copyOf(voters);
    }

    List<String> voters() {
        return voters;
    }

    synchronized void join(String name, MemoryConsensusEngine engine) {
        running.put(name, engine);
    }

    synchronized void leave(String name) {
        running.remove(name);
    }

    /** The first running node, if there is a majority. */
    synchronized Optional<String> leader() {
        return running.size() * 2 > voters.size()
                ? voters.stream().filter(running::containsKey).findFirst()
                : Optional.empty();
    }

    /** Appends a command and has every running node apply it. */
    synchronized int commit(byte[] command) {
        commands.add(command);
        running.values().forEach(MemoryConsensusEngine::catchUp);
        return commands.size() - 1;
    }
}
