package gossip.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.plugin.GossipPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles sources against gossip.api alone and packs them, as the author of a plugin would. */
final class PluginJar {
    private final Path work;
    private final List<Path> libraries = new ArrayList<>();
    private boolean modular;

    PluginJar(Path dir) throws IOException {
        this.work = Files.createTempDirectory(Files.createDirectories(dir), "plugin");
    }

    /** A plugin in a plain jar with META-INF/services. */
    static PluginJar plain(Path dir, String className, String body) throws IOException {
        return new PluginJar(dir).plugin(className, body).service(className);
    }

    PluginJar plugin(String className, String body) throws IOException {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return source(className, """
            import gossip.api.*;
            import gossip.api.plugin.*;
            import gossip.api.security.*;
            public class %s implements GossipPlugin {
                public String name() { return "%s"; }
                public int apiVersion() { return GossipPlugin.API_VERSION; }
                public void register(Registrar registrar) { }
                %s
            }
            """.formatted(simple, simple.toLowerCase(java.util.Locale.ROOT), body));
    }

    PluginJar source(String className, String text) throws IOException {
        int dot = className.lastIndexOf('.');
        Path file = sources().resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package " + className.substring(0, dot) + ";\n" + text);
        return this;
    }

    PluginJar module(String declaration) throws IOException {
        modular = true;
        Files.createDirectories(sources());
        Files.writeString(sources().resolve("module-info.java"), declaration);
        return this;
    }

    PluginJar service(String className) throws IOException {
        return resource("META-INF/services/" + GossipPlugin.class.getName(), className + "\n");
    }

    PluginJar resource(String name, String text) throws IOException {
        Path file = classes().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    PluginJar library(Path jar) {
        libraries.add(jar);
        return this;
    }

    Path to(Path jar) throws IOException {
        compile();
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream target = new JarOutputStream(file);
                Stream<Path> content = Files.walk(classes())) {
            for (Path entry : content.filter(Files::isRegularFile).toList()) {
                target.putNextEntry(new JarEntry(classes().relativize(entry).toString()));
                Files.copy(entry, target);
                target.closeEntry();
            }
        }
        return jar;
    }

    private void compile() throws IOException {
        Files.createDirectories(sources());
        Files.createDirectories(classes());
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-d", classes().toString()));
        List<String> path = new ArrayList<>(List.of(api()));
        libraries.forEach(library -> path.add(library.toString()));
        arguments.add(modular ? "--module-path" : "--class-path");
        arguments.add(String.join(java.io.File.pathSeparator, path));
        try (Stream<Path> files = Files.walk(sources())) {
            List<String> all =
                    files.filter(Files::isRegularFile).map(Path::toString).toList();
            if (all.isEmpty()) {
                return;
            }
            arguments.addAll(all);
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int result =
                ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        assertThat(result).as(output.toString()).isZero();
    }

    private static String api() {
        try {
            return Path.of(GossipPlugin.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path sources() {
        return work.resolve("sources");
    }

    private Path classes() {
        return work.resolve("classes");
    }
}
