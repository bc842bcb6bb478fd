package gossip.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a source may look like. */
class SourceRulesTest {
    private static final int MAX_LINES = 499;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern EVASIVE_NAME =
            Pattern.compile(".*(Util|Utils|Helper|Impl|Base|Data|Info|(?<!Replication|Partition)Manager)\\.java");

    @Test
    void noFileIsLongerThanItsLimit() {
        assertThat(Reactor.sources())
                .filteredOn(source -> Reactor.linesOf(source).size() > MAX_LINES)
                .isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(Reactor.sources())
                .filteredOn(source -> Reactor.linesOf(source).stream()
                        .anyMatch(line -> UNFINISHED.matcher(line).find()))
                .isEmpty();
    }

    @Test
    void everyPackageOfMainCodeSaysWhatItIs() {
        Stream<Path> packages = Reactor.sources().stream()
                .filter(source -> source.toString().contains("src/main/java/"))
                .filter(source -> !source.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct();

        assertThat(packages)
                .allSatisfy(folder -> assertThat(Reactor.root().resolve(folder).resolve("package-info.java"))
                        .exists());
    }

    @Test
    void namesSayTheJob() {
        assertThat(Reactor.sources())
                .filteredOn(source ->
                        EVASIVE_NAME.matcher(source.getFileName().toString()).matches())
                .isEmpty();
    }
}
