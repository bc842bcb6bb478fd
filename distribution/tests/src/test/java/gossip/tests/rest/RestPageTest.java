package gossip.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of the page on HTTP, in one shell, and compares what they print with what the page says. */
class RestPageTest {
    private static final Path PAGE = Path.of("..", "docs", "rest.md");
    private static final String MARK = "=====";

    /** A command with what it prints; three dots stand for anything. */
    private record Example(String command, String output) {
        boolean prints(String text) {
            String pattern =
                    Stream.of(output.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).matches();
        }
    }

    @Test
    @Timeout(90)
    void examplesPrintWhatThePageSays(@TempDir Path directory) throws Exception {
        List<Example> examples = examples(Files.readAllLines(PAGE));
        try (Gossip gossip = Gossip.start(GossipConfig.in(directory.resolve("data")))) {
            String door = gossip.endpoints().stream()
                    .filter(endpoint -> endpoint.listener().equals("rest"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
            String script = examples.stream()
                    .map(example -> example.command().replace("localhost:8080", door) + "\necho; echo " + MARK + "\n")
                    .collect(Collectors.joining());

            String[] printed = run(script).split(MARK + "\n");

            assertThat(printed).hasSameSizeAs(examples);
            for (int i = 0; i < printed.length; i++) {
                Example example = examples.get(i);
                assertThat(example.prints(printed[i].strip()))
                        .as("%s%nprinted%n%s", example, printed[i])
                        .isTrue();
            }
        }
    }

    private static List<Example> examples(List<String> lines) {
        List<Example> examples = new ArrayList<>();
        boolean isInside = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                isInside = line.equals("```console");
            } else if (isInside && line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), ""));
            } else if (isInside) {
                Example last = examples.removeLast();
                examples.add(new Example(last.command(), (last.output() + "\n" + line).strip()));
            }
        }
        return examples;
    }

    private static String run(String script) throws Exception {
        Process shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
        shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        try (InputStream out = shell.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return text;
        }
    }
}
