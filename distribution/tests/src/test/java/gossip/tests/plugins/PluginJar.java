package gossip.tests.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Installation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles plugins as a stranger would, and puts them into an installation. */
final class PluginJar {
    private static final Path EXAMPLES = Path.of("..", "examples", "src", "main", "java");
    private static final String SERVICE = "META-INF/services/gossip.api.plugin.GossipPlugin";

    private final List<JavaFileObject> sources = new ArrayList<>();
    private final String plugin;
    private Optional<String> module = Optional.empty();

    private PluginJar(String plugin) {
        this.plugin = plugin;
    }

    /** One of the examples: all sources of a package of {@code distribution/examples}. */
    static PluginJar ofExample(String plugin) throws IOException {
        PluginJar jar = new PluginJar(plugin);
        Path folder =
                EXAMPLES.resolve(plugin.substring(0, plugin.lastIndexOf('.')).replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                jar.add(file.getFileName().toString(), Files.readString(file));
            }
        }
        return jar;
    }

    /** A plugin of one class. */
    static PluginJar ofSource(String plugin, String source) {
        PluginJar jar = new PluginJar(plugin);
        jar.add(plugin.substring(plugin.lastIndexOf('.') + 1) + ".java", source);
        return jar;
    }

    /** Makes it a real module instead of a plain jar. */
    PluginJar asModule(String name) {
        module = Optional.of(name);
        add(
                "module-info.java",
                "module " + name + " { requires gossip.api; provides gossip.api.plugin.GossipPlugin with " + plugin
                        + "; }");
        return this;
    }

    /** Puts it into {@code plugins/<name>/}; returns the jar. */
    Path installInto(Installation installation, String name) throws IOException {
        Path classes = Files.createTempDirectory("gossip-plugin");
        compile(installation, classes);
        if (module.isEmpty()) {
            Files.createDirectories(classes.resolve(SERVICE).getParent());
            Files.writeString(classes.resolve(SERVICE), plugin + "\n");
        }
        Path folder =
                Files.createDirectories(installation.home().resolve("plugins").resolve(name));
        Path jar = folder.resolve(name + ".jar");
        pack(classes, jar);
        Installation.delete(classes);
        return jar;
    }

    private void compile(Installation installation, Path classes) throws IOException {
        Path api = installation.home().resolve("lib").resolve("gossip-api-" + Installation.version() + ".jar");
        assertThat(api).exists();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "--release", "25"));
        options.addAll(List.of(module.isPresent() ? "--module-path" : "--class-path", api.toString()));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(messages, files, null, options, null, sources)
                    .call();
            assertThat(compiled).as("does %s compile; %s", plugin, messages).isTrue();
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                Files.copy(one, out);
            }
        }
    }

    private void add(String fileName, String text) {
        sources.add(new SimpleJavaFileObject(URI.create("string:///" + fileName), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        });
    }
}
