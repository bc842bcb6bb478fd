package gossip.tests.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this repository consists of: its compiled modules, as they lie on the class path, and its sources. */
final class Reactor {
    static final String RATIS = "org.apache.ratis";
    static final String WIRE = "com.squareup.wire";

    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git");

    private Reactor() {}

    /** Our own modules, Ratis repacked among them. */
    static List<ModuleReference> modules() {
        Path[] classPath = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .filter(Reactor::isOurs)
                .toArray(Path[]::new);
        return ModuleFinder.of(classPath).findAll().stream()
                .sorted((a, b) -> a.descriptor().name().compareTo(b.descriptor().name()))
                .toList();
    }

    /** Our own classes, without those of Ratis. */
    static List<ClassModel> classes() {
        return modules().stream()
                .filter(module ->
                        !Set.of(RATIS, WIRE).contains(module.descriptor().name()))
                .flatMap(Reactor::classesOf)
                .toList();
    }

    static String nameOf(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }

    /** Every Java source that a person wrote, relative to {@link #root()}. */
    static List<Path> sources() {
        return files(root())
                .filter(file -> file.toString().endsWith(".java"))
                .map(root()::relativize)
                .filter(file -> Stream.iterate(file, path -> path != null, Path::getParent)
                        .noneMatch(path -> SKIPPED.contains(path.getFileName().toString())))
                .sorted()
                .toList();
    }

    /** Folders with main Java sources, relative to {@link #root()}. */
    static List<Path> moduleFolders() {
        Path mainSources = Path.of("src", "main", "java");
        return sources().stream()
                .flatMap(file -> Stream.iterate(file, path -> path != null, Path::getParent))
                .filter(path -> path.endsWith(mainSources))
                .map(path -> path.getParent().getParent().getParent())
                .distinct()
                .toList();
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("gossip.api"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<String> linesOf(Path source) {
        try {
            return Files.readAllLines(root().resolve(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path entry) {
        return entry.startsWith(root()) && !entry.endsWith("test-classes") && Files.exists(entry);
    }

    private static Stream<ClassModel> classesOf(ModuleReference module) {
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            return names
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .map(name -> parse(reader, name))
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(ModuleReader reader, String name) {
        try (var in = reader.open(name).orElseThrow()) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
