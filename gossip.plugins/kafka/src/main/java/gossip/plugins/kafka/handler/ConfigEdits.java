package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Alteration;
import gossip.api.broker.Configs.Altered;
import gossip.api.broker.Configs.Edit;
import gossip.api.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The resources of one request that changes settings. Those that cannot be passed on are remembered with the reason, so that
 * the answers come in the order of the request.
 */
final class ConfigEdits {
    private final List<Target> targets = new ArrayList<>();
    private final Set<Target> seen = new HashSet<>();
    private final List<Alteration> alterations = new ArrayList<>();
    private final List<Optional<String>> problems = new ArrayList<>();
    private final boolean replaceAll;

    ConfigEdits(boolean replaceAll) {
        this.replaceAll = replaceAll;
    }

    /** Adds a resource; {@code problem} is empty if its edits are sound. */
    void add(byte type, String name, List<Edit> edits, String problem) {
        Target target = new Target(type, name);
        targets.add(target);
        Optional<ConfigResource> resource = ConfigCodes.resource(type, name);
        if (!seen.add(target)) {
            problems.add(Optional.of("the resource stands twice in the request"));
        } else if (resource.isEmpty()) {
            problems.add(Optional.of(ConfigCodes.unknownResource(type)));
        } else if (!problem.isEmpty()) {
            problems.add(Optional.of(problem));
        } else {
            problems.add(Optional.empty());
            alterations.add(new Alteration(resource.get(), edits, replaceAll));
        }
    }

    List<Alteration> alterations() {
        return alterations;
    }

    /** Tells the outcome of every resource, in the order in which they were added. */
    void forEach(List<Altered> altered, Answer answer) {
        int next = 0;
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            if (problems.get(i).isPresent()) {
                answer.tell(
                        target.type(),
                        target.name(),
                        ErrorCode.INVALID_REQUEST,
                        problems.get(i).get());
            } else {
                Altered outcome = altered.get(next++);
                answer.tell(target.type(), target.name(), outcome.error(), outcome.message());
            }
        }
    }

    /** Takes the outcome of one resource. */
    @FunctionalInterface
    interface Answer {
        void tell(byte type, String name, ErrorCode error, String message);
    }

    private record Target(byte type, String name) {}
}
