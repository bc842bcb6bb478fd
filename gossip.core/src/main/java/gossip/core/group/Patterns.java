package gossip.core.group;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.metrics.Metrics;
import gossip.core.pattern.PatternCost;
import gossip.core.topic.InternalTopics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks through all topics for those that patterns match, in the thread {@code gossip-group-patterns}, which ends when it has
 * nothing to do: with many topics that takes longer than an event loop may. Thread-safe.
 */
final class Patterns implements AutoCloseable {
    private final int mostCharacters;
    private final ThreadPoolExecutor executor;
    /** Members that start together bring the same pattern. Confined to the thread. */
    private Found last = new Found("", MetadataImage.EMPTY, Set.of());

    Patterns(int mostCharacters, int mostWaiting, Metrics metrics) {
        this.mostCharacters = mostCharacters;
        this.executor = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(mostWaiting), Patterns::thread);
        executor.allowCoreThreadTimeOut(true);
        metrics.gauge(
                "gossip_group_patterns_waiting",
                "Heartbeats that wait for topics to be looked through.",
                () -> executor.getQueue().size());
    }

    /**
     * Names that a pattern matches.
     *
     * @param regex the pattern
     * @param image all topics that were looked at
     * @param names those that match
     */
    record Found(String regex, MetadataImage image, Set<String> names) {}

    /** What is wrong with a pattern, if anything. */
    Optional<String> problemWith(String regex) {
        if (regex.length() > mostCharacters) {
            return Optional.of("the pattern has " + regex.length() + " characters, and may have " + mostCharacters
                    + " (" + ConsumerSettings.PATTERN_SIZE.key() + ")");
        }
        return PatternCost.problemWith(regex)
                .map(problem -> "the pattern '" + regex + "' is too large: " + problem)
                .or(() -> syntaxProblem(regex));
    }

    private static Optional<String> syntaxProblem(String regex) {
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("'" + regex + "' is not a regular expression of RE2: " + e.getMessage());
        }
    }

    /**
     * Looks through all topics.
     *
     * @param regexes patterns with which nothing is wrong
     * @param image the topics
     * @param visible whether a topic may be seen
     * @return by pattern; fails with {@link RejectedExecutionException} if too many wait
     */
    CompletionStage<Map<String, Found>> find(Set<String> regexes, MetadataImage image, Predicate<String> visible) {
        try {
            return CompletableFuture.supplyAsync(() -> findNow(regexes, image, visible), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Map<String, Found> findNow(Set<String> regexes, MetadataImage image, Predicate<String> visible) {
        Map<String, Found> found = new HashMap<>();
        for (String regex : regexes) {
            if (!last.regex().equals(regex) || !last.image().equals(image)) {
                Pattern pattern = Pattern.compile(regex);
                last = new Found(regex, image, matching(pattern, image.topics().map(TopicImage::name)));
            }
            Set<String> seen = last.names().stream().filter(visible).collect(Collectors.toSet());
            found.put(regex, new Found(regex, image, seen));
        }
        return found;
    }

    static Set<String> matching(Pattern pattern, Stream<String> names) {
        return names.filter(name -> !InternalTopics.contains(name) && pattern.matches(name))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gossip-group-patterns");
        thread.setDaemon(true);
        return thread;
    }
}
