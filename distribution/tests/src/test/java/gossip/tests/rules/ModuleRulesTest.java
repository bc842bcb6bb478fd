package gossip.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may require whom. */
class ModuleRulesTest {
    /** What a module may require of ours beside {@code gossip.api}. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "gossip.raft", Set.of(Reactor.RATIS),
            "gossip.schema", Set.of(Reactor.WIRE),
            "gossip.cli", Set.of("gossip.launcher"),
            "gossip.launcher", Set.of("gossip.core"),
            "gossip.junit", Set.of("gossip.core"));

    /** No parts of the product: a tool of this build, and plugins to copy, which need not be modules. */
    private static final Set<Path> NOT_MODULES =
            Set.of(Path.of("distribution/format"), Path.of("distribution/examples"));

    private final List<ModuleDescriptor> modules =
            Reactor.modules().stream().map(ModuleReference::descriptor).toList();
    private final Set<String> names =
            modules.stream().map(ModuleDescriptor::name).collect(Collectors.toSet());

    @Test
    void everyFolderOfSourcesIsAModuleNamedLikeItsRootPackage() {
        assertThat(Reactor.moduleFolders())
                .filteredOn(folder -> !NOT_MODULES.contains(folder))
                .hasSameSizeAs(names)
                .allSatisfy(
                        folder -> assertThat(Reactor.root().resolve(folder).resolve("src/main/java/module-info.java"))
                                .exists());
        assertThat(modules)
                .noneMatch(ModuleDescriptor::isAutomatic)
                .allSatisfy(module -> assertThat(module.packages())
                        .allMatch(
                                name -> (name + ".").startsWith(module.name() + "."),
                                "is " + module.name() + " or below"));
    }

    @Test
    void theApiRequiresTheJdkBaseOnly() {
        assertThat(requiredBy(module("gossip.api"))).containsExactly("java.base");
    }

    @Test
    void everyModuleRequiresTheApi() {
        assertThat(modules)
                .filteredOn(module ->
                        !Set.of("gossip.api", Reactor.RATIS, Reactor.WIRE).contains(module.name()))
                .allSatisfy(module -> assertThat(requiredBy(module)).contains("gossip.api"));
    }

    @Test
    void noModuleRequiresASibling() {
        Stream<String> trespasses = modules.stream()
                .flatMap(module -> requiredBy(module)
                        .filter(names::contains)
                        .filter(name -> !name.equals("gossip.api"))
                        .filter(name ->
                                !ALLOWED.getOrDefault(module.name(), Set.of()).contains(name))
                        .map(name -> module.name() + " requires " + name));

        assertThat(trespasses).isEmpty();
    }

    private ModuleDescriptor module(String name) {
        return modules.stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> requiredBy(ModuleDescriptor module) {
        return module.requires().stream().map(Requires::name);
    }
}
