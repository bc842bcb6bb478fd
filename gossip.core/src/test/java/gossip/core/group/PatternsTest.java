package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import gossip.api.metadata.MetadataImage;
import gossip.api.metrics.Metrics;
import gossip.core.pattern.PatternCost;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    private final Patterns patterns = new Patterns(1_024, 1, Metrics.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders-.*",
                "(eu|us)-[a-z]{2,30}(-v\\d+)?",
                "[]a]{9}x",
                "\\Q(((((\\E.*",
                "a{,}b{x}",
                "\\x{1000}\\p{Greek}+",
                "(?i:orders)|(?P<name>x*)"
            })
    void usualPatternsAreTaken(String regex) {
        assertThat(patterns.problemWith(regex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "((((a{10}){10}){10}){10})",
                "(a{1000}b{1000}c{1000})",
                "((\\Qabc\\E{900}){30})",
                "([a-z]{500}\\pL{500}.{1001,})",
                "(((){1000}){1000}){1000}"
            })
    void patternsThatGrowAreRefusedWithoutCompilingThem(String regex) {
        assertThat(patterns.problemWith(regex).orElseThrow()).contains("steps").contains("2000");
    }

    @Test
    void patternsThatNestAreRefused() {
        String deep = "(".repeat(400) + "a" + ")".repeat(400);
        assertThat(patterns.problemWith(deep).orElseThrow())
                .contains("400 deep")
                .contains("50");
    }

    @Test
    void longPatternsAreRefused() {
        assertThat(patterns.problemWith("a".repeat(1_025)).orElseThrow())
                .contains("1025")
                .contains("1024")
                .contains("group.consumer_pattern_size");
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThat(patterns.problemWith("(")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a*)*", "a?", "(a|b)?", "(?:a*b*)*", "x*"})
    void whatIsTakenFitsIntoASmallStack(String piece) throws InterruptedException {
        String regex = piece.repeat(1_024 / piece.length());
        if (patterns.problemWith(regex).isPresent()) {
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small =
                new Thread(null, () -> Pattern.compile(regex).matches("a".repeat(249)), "gossip-test-small", 256 << 10);
        small.setUncaughtExceptionHandler((thread, problem) -> failure.set(problem));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void repetitionBehindFlagsRepeatsWhatIsBeforeThem() {
        assertThat(PatternCost.problemWith("a{1000}(?i){9,}")).isPresent();
    }

    @Property(tries = 500)
    void whatIsTakenIsSmallWhenCompiled(@ForAll("regexes") String regex) {
        if (PatternCost.problemWith(regex).isEmpty()) {
            try {
                assertThat(Pattern.compile(regex).programSize()).isLessThan(4 * PatternCost.MOST_STEPS);
            } catch (PatternSyntaxException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(
                        "a",
                        "(",
                        ")",
                        "[",
                        "]",
                        "^",
                        "|",
                        "*",
                        "+",
                        "?",
                        "{2}",
                        "{9,}",
                        "{1,7}",
                        "{",
                        "}",
                        "\\",
                        "Q",
                        "E",
                        "p",
                        "x",
                        "{L}",
                        "(?:",
                        "(?i)",
                        ",",
                        "3",
                        ".",
                        "\\Q",
                        "\\E",
                        "[:alpha:]",
                        "{1000}",
                        "-")
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    @Test
    void onlySoManyWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        MetadataImage topics = GroupHost.withTopics("a", "b", "__consumer_offsets");
        CompletableFuture<Map<String, Patterns.Found>> busy = patterns.find(Set.of(".*"), topics, name -> {
                    begun.countDown();
                    return await(go);
                })
                .toCompletableFuture();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Map<String, Patterns.Found>> waiting =
                patterns.find(Set.of("a"), topics, name -> true).toCompletableFuture();
        assertThat(patterns.find(Set.of("b"), topics, name -> true))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        go.countDown();
        assertThat(busy.get(10, TimeUnit.SECONDS).get(".*").names()).isEqualTo(Set.copyOf(List.of("a", "b")));
        assertThat(waiting.get(10, TimeUnit.SECONDS).get("a").names()).containsExactly("a");
        patterns.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
