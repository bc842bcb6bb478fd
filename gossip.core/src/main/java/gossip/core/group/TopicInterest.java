package gossip.core.group;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.core.group.ConsumerMember.Profile;
import gossip.core.topic.InternalTopics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which topics the members of a group are interested in. Patterns are RE2's, which take time only in proportion to the name,
 * and are matched again only against names that have changed. Belongs to one {@link ConsumerMachine}.
 */
final class TopicInterest {
    private final ConsumerState state;
    private final Map<String, Pattern> compiled = new HashMap<>();

    private MetadataImage seen = MetadataImage.EMPTY;
    /** Whether nothing was looked at yet, as after a restart, in which topics may have gone. */
    private boolean isFresh = true;

    TopicInterest(ConsumerState state) {
        this.state = state;
    }

    /** What is wrong with a pattern, if anything. */
    static Optional<String> problemWith(String regex) {
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("'" + regex + "' is not a regular expression of RE2: " + e.getMessage());
        }
    }

    /**
     * Looks at topics that have come, gone or changed, and at patterns that are new.
     *
     * @param now all topics
     * @param visible whether a topic may be seen
     * @return whether the topics that members are subscribed to are others, or have other partitions
     */
    boolean refresh(MetadataImage now, Predicate<String> visible) {
        Set<String> changed = now.topicsChangedSince(seen);
        boolean patternsChanged = refreshPatterns(now, changed, visible);
        boolean relevant = isFresh || patternsChanged || changed.stream().anyMatch(this::isWanted);
        isFresh = false;
        seen = now;
        return relevant && rehash(now);
    }

    /** The same after members have come, gone or changed. */
    boolean membersChanged(MetadataImage now, Predicate<String> visible) {
        refreshPatterns(now, now.topicsChangedSince(seen), visible);
        isFresh = false;
        seen = now;
        return rehash(now);
    }

    /** Forgets what only members wanted that have gone. Looks at nothing new, since nobody is there to say what it may see. */
    void membersLeft(MetadataImage now) {
        Set<String> wanted = patternsOf(state);
        Map<String, Set<String>> left = new HashMap<>(state.patterns());
        left.keySet().retainAll(wanted);
        compiled.keySet().retainAll(wanted);
        state.patterns(left);
        rehash(now);
    }

    private boolean refreshPatterns(MetadataImage now, Set<String> changed, Predicate<String> visible) {
        Set<String> wanted = patternsOf(state);
        Map<String, Set<String>> before = state.patterns();
        if (wanted.isEmpty() && before.isEmpty()) {
            return false;
        }
        Map<String, Set<String>> next = new HashMap<>();
        for (String regex : wanted) {
            Set<String> known = isFresh ? null : before.get(regex);
            next.put(regex, known == null ? matches(regex, now.topics().map(TopicImage::name), visible) : known);
            if (known != null && !changed.isEmpty()) {
                next.put(regex, updated(regex, known, now, changed, visible));
            }
        }
        compiled.keySet().retainAll(wanted);
        state.patterns(next);
        return !next.equals(before);
    }

    private Set<String> updated(
            String regex, Set<String> known, MetadataImage now, Set<String> changed, Predicate<String> visible) {
        Set<String> next = new HashSet<>(known);
        next.removeAll(changed);
        next.addAll(
                matches(regex, changed.stream().filter(name -> now.topic(name).isPresent()), visible));
        return next;
    }

    private Set<String> matches(String regex, Stream<String> names, Predicate<String> visible) {
        Pattern pattern = compiled.computeIfAbsent(regex, Pattern::compile);
        return names.filter(name -> !InternalTopics.contains(name) && pattern.matches(name))
                .filter(visible)
                .collect(Collectors.toSet());
    }

    private static Set<String> patternsOf(ConsumerState state) {
        return state.members().stream()
                .map(member -> member.profile().regex())
                .filter(regex -> !regex.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether a member is subscribed to a topic. */
    boolean isWanted(String topic) {
        return state.members().stream()
                        .anyMatch(member -> member.profile().topics().contains(topic))
                || state.patterns().values().stream().anyMatch(names -> names.contains(topic));
    }

    /** Names that a member is subscribed to; they need not exist. */
    Stream<String> names(Profile profile) {
        return Stream.concat(
                        profile.topics().stream(), state.patterns().getOrDefault(profile.regex(), Set.of()).stream())
                .distinct();
    }

    /** Partition counts of all topics that somebody is subscribed to, by id. */
    Map<UUID, Integer> partitionCounts(MetadataImage now) {
        Map<UUID, Integer> counts = new TreeMap<>();
        state.members().stream()
                .flatMap(member -> names(member.profile()))
                .distinct()
                .flatMap(name -> now.topic(name).stream())
                .forEach(topic -> counts.put(topic.id(), topic.partitionCount()));
        return counts;
    }

    private boolean rehash(MetadataImage now) {
        long hash = 0;
        for (Map.Entry<UUID, Integer> topic : partitionCounts(now).entrySet()) {
            hash = hash * 0x9E3779B97F4A7C15L + topic.getKey().getMostSignificantBits();
            hash = hash * 0x9E3779B97F4A7C15L + topic.getKey().getLeastSignificantBits();
            hash = hash * 0x9E3779B97F4A7C15L + topic.getValue();
        }
        ConsumerRecords.Epochs epochs = state.epochs();
        state.epochs(new ConsumerRecords.Epochs(epochs.epoch(), epochs.assignmentEpoch(), hash, epochs.emptySinceMs()));
        return hash != epochs.topicsHash();
    }
}
