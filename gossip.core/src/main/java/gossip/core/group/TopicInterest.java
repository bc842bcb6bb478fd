package gossip.core.group;

import com.google.re2j.Pattern;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.core.group.ConsumerMember.Profile;
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
    /** After that long the topics that a member may see can be others, though no topic has changed. */
    static final int REFRESH_MS = 600_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final ConsumerState state;
    private final Map<String, Pattern> compiled = new HashMap<>();

    /** When all topics were looked through for a pattern. */
    private final Map<String, Long> resolvedAtMs = new HashMap<>();

    private MetadataImage seen = MetadataImage.EMPTY;
    /** Whether nothing was looked at yet, as after a restart, in which topics may have gone. */
    private boolean isFresh = true;

    /**
     * What is looked at.
     *
     * @param now all topics
     * @param atMs when, in the time of the timer
     * @param found names that patterns match, of patterns for which all topics were looked through
     * @param visible whether a topic may be seen
     */
    record Look(MetadataImage now, long atMs, Map<String, Patterns.Found> found, Predicate<String> visible) {}

    TopicInterest(ConsumerState state) {
        this.state = state;
    }

    /**
     * Patterns for which all topics have to be looked through: those that were not looked for yet, and those for so long that
     * other topics may be seen by now.
     *
     * @param fresh a pattern that a member brings
     */
    Set<String> unresolved(Optional<String> fresh, long nowMs) {
        return Stream.concat(state.patterns().keySet().stream(), fresh.stream())
                .filter(regex -> !regex.isEmpty())
                .filter(regex -> nowMs - resolvedAtMs.getOrDefault(regex, NEVER) >= REFRESH_MS)
                .collect(Collectors.toSet());
    }

    /**
     * Looks at topics that have come, gone or changed, and at patterns that are new.
     *
     * @param look what is looked at
     * @return whether the topics that members are subscribed to are others, or have other partitions
     */
    boolean refresh(Look look) {
        Set<String> changed = look.now().topicsChangedSince(seen);
        boolean patternsChanged = refreshPatterns(look, changed);
        boolean relevant = isFresh || patternsChanged || changed.stream().anyMatch(this::isWanted);
        isFresh = false;
        seen = look.now();
        return relevant && rehash(look.now());
    }

    /** The same after members have come, gone or changed. */
    boolean membersChanged(Look look) {
        refreshPatterns(look, look.now().topicsChangedSince(seen));
        isFresh = false;
        seen = look.now();
        return rehash(look.now());
    }

    /** Forgets what only members wanted that have gone. Looks at nothing new, since nobody is there to say what it may see. */
    void membersLeft(MetadataImage now) {
        Set<String> wanted = patternsOf(state);
        Map<String, Set<String>> left = new HashMap<>(state.patterns());
        left.keySet().retainAll(wanted);
        forgetAllBut(wanted);
        state.patterns(left);
        rehash(now);
    }

    private void forgetAllBut(Set<String> wanted) {
        compiled.keySet().retainAll(wanted);
        resolvedAtMs.keySet().retainAll(wanted);
    }

    private boolean refreshPatterns(Look look, Set<String> changed) {
        Map<String, Set<String>> before = state.patterns();
        if (before.isEmpty() && patternsOf(state).isEmpty()) {
            return false;
        }
        Set<String> wanted = patternsOf(state);
        Map<String, Set<String>> next = new HashMap<>();
        for (String regex : wanted) {
            next.put(regex, names(regex, look, changed));
        }
        forgetAllBut(wanted);
        state.patterns(next);
        return !next.equals(before);
    }

    private Set<String> names(String regex, Look look, Set<String> changed) {
        Patterns.Found found = look.found().get(regex);
        if (found != null) {
            resolvedAtMs.put(regex, look.atMs());
            return updated(regex, found.names(), look, look.now().topicsChangedSince(found.image()));
        }
        Set<String> known = isFresh ? null : state.patterns().get(regex);
        return known == null
                ? matches(regex, look.now().topics().map(TopicImage::name), look.visible())
                : updated(regex, known, look, changed);
    }

    private Set<String> updated(String regex, Set<String> known, Look look, Set<String> changed) {
        if (changed.isEmpty()) {
            return known;
        }
        Set<String> next = new HashSet<>(known);
        next.removeAll(changed);
        Stream<String> present =
                changed.stream().filter(name -> look.now().topic(name).isPresent());
        next.addAll(matches(regex, present, look.visible()));
        return next;
    }

    private Set<String> matches(String regex, Stream<String> names, Predicate<String> visible) {
        Pattern pattern = compiled.computeIfAbsent(regex, Pattern::compile);
        return Patterns.matching(pattern, names).stream().filter(visible).collect(Collectors.toSet());
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
