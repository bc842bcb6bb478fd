package gossip.core.config;

import gossip.core.config.ConfigException.Problem;
import gossip.core.config.Written.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads a YAML file into keys with dots and the lines they stand on. Only the node tree is built, so that nothing in the file
 * can name a class, and every value stays the text that was written.
 */
final class YamlFile {
    private final Path file;
    private final List<Written> values = new ArrayList<>();
    private final List<Problem> problems;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlFile(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param file where it is
     * @param problems takes what is wrong with it
     * @return values in the order of the file
     */
    static List<Written> read(Path file, List<Problem> problems) {
        YamlFile reader = new YamlFile(file, problems);
        try {
            reader.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.add(new Problem(file.toString(), "there is no such file"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file.toString(), "the file is not UTF-8"));
        } catch (IOException | UncheckedIOException e) {
            problems.add(new Problem(file.toString(), "the file cannot be read: " + e));
        }
        return reader.values;
    }

    private void parse(String text) {
        // collections may not be repeated by alias: that is how a small file becomes a large one
        LoadSettings settings = LoadSettings.builder()
                .setLabel(Origin.name(file))
                .setMaxAliasesForCollections(0)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            StreamReader reader = new StreamReader(settings, text);
            Optional<Node> root = new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
            root.ifPresent(this::root);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            problems.add(new Problem(at(line(mark)), "not valid YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file.toString(), "not valid YAML: " + e.getMessage()));
        }
    }

    private void root(Node node) {
        if (node instanceof MappingNode mapping) {
            section("", mapping);
        } else if (!isNull(node)) {
            problems.add(new Problem(at(line(node)), "expected sections such as 'node:' with settings below them"));
        }
    }

    private void section(String prefix, MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
            Node name = entry.getKeyNode();
            if (name instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
                value(prefix + scalar.getValue(), line(name), entry.getValueNode());
            } else {
                problems.add(new Problem(at(line(name)), "expected the name of a setting"));
            }
        }
    }

    private void value(String key, int line, Node node) {
        if (node instanceof MappingNode mapping) {
            section(key + ".", mapping);
            return;
        }
        Integer before = lines.putIfAbsent(key, line);
        if (before != null) {
            problems.add(new Problem(at(line), key + " was given in line " + before + " already"));
        } else if (node instanceof SequenceNode sequence) {
            list(key, line, sequence);
        } else if (isNull(node)) {
            add(key, "", Shape.EMPTY, line);
        } else {
            add(key, ((ScalarNode) node).getValue(), Shape.SCALAR, line);
        }
    }

    private void list(String key, int line, SequenceNode sequence) {
        List<String> items = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            Optional<String> item = node instanceof MappingNode mapping ? group(mapping) : plain(node, ",");
            if (item.isEmpty()) {
                problems.add(new Problem(
                        at(line(node)),
                        node instanceof MappingNode
                                ? "expected plain texts without spaces or commas, or lists of such, in the list " + key
                                : "expected plain texts without commas in the list " + key));
                return;
            }
            items.add(item.get());
        }
        add(key, String.join(",", items), Shape.LIST, line);
    }

    /** Several values that belong together become one text: {@code name=a bind_address=b:1 mechanisms=c|d}. */
    private static Optional<String> group(MappingNode mapping) {
        StringJoiner text = new StringJoiner(" ");
        for (NodeTuple entry : mapping.getValue()) {
            Optional<String> name = plain(entry.getKeyNode(), " ,=");
            Optional<String> value = entry.getValueNode() instanceof SequenceNode several
                    ? alternatives(several)
                    : plain(entry.getValueNode(), " ,");
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            text.add(name.get() + "=" + value.get());
        }
        return Optional.of(text.toString());
    }

    private static Optional<String> alternatives(SequenceNode several) {
        StringJoiner text = new StringJoiner("|");
        for (Node node : several.getValue()) {
            Optional<String> item = plain(node, " ,|");
            if (item.isEmpty()) {
                return Optional.empty();
            }
            text.add(item.get());
        }
        return Optional.of(text.toString());
    }

    /** A text without certain characters, which separate texts from each other. */
    private static Optional<String> plain(Node node, String separators) {
        return node instanceof ScalarNode scalar
                        && scalar.getValue().chars().noneMatch(character -> separators.indexOf(character) >= 0)
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private void add(String key, String text, Shape shape, int line) {
        values.add(new Written(key, text, shape, Origin.file(file, line)));
    }

    private String at(int line) {
        return Origin.file(file, line).label();
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return line(node.getStartMark());
    }

    private static int line(Optional<Mark> mark) {
        return mark.isPresent() ? mark.get().getLine() + 1 : 1;
    }
}
