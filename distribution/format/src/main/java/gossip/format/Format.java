package gossip.format;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or rewrites every Java source below a folder: {@code Format check|apply ROOT}. Exits with 1 when a source
 * differs from its formatted form (check) or cannot be parsed (both).
 */
public final class Format {
    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());
    private final Path root;
    private final boolean apply;

    private Format(Path root, boolean apply) {
        this.root = root;
        this.apply = apply;
    }

    /** Runs it; see the class. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 || !List.of("check", "apply").contains(args[0])) {
            System.err.println("usage: Format check|apply ROOT");
            System.exit(2);
        }
        var format = new Format(Path.of(args[1]).toRealPath(), args[0].equals("apply"));
        List<String> complaints = format.run();
        complaints.forEach(System.err::println);
        if (!complaints.isEmpty()) {
            System.err.println(
                    complaints.size() + " file(s). Format with: mvn -q -Pformat compile -pl distribution/format");
            System.exit(1);
        }
    }

    private List<String> run() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sources = files.filter(this::isSource).toList();
            return sources.parallelStream().flatMap(this::visit).sorted().toList();
        }
    }

    private boolean isSource(Path file) {
        String path = "/" + root.relativize(file);
        return path.endsWith(".java") && !path.contains("/target/") && !path.contains("/node_modules/");
    }

    private Stream<String> visit(Path file) {
        try {
            String source = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(source);
            if (formatted.equals(source)) {
                return Stream.empty();
            }
            if (!apply) {
                return Stream.of("not formatted: " + root.relativize(file));
            }
            Files.writeString(file, formatted);
            return Stream.empty();
        } catch (FormatterException e) {
            return Stream.of("not Java: " + root.relativize(file) + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
