package gossip.core.plugin;

import gossip.api.plugin.GossipPlugin;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Loads the plugins of one folder. All its jars become one module layer below the host's, so that a plugin has its own
 * versions of its libraries; only {@code gossip.api} is shared.
 */
final class PluginFolder {
    private static final String API = "gossip.api";

    private final Path folder;
    private final ModuleLayer parent;

    PluginFolder(Path folder, ModuleLayer parent) {
        this.folder = folder;
        this.parent = parent;
    }

    List<FoundPlugin> find(List<String> problems) {
        try {
            if (!hasJars()) {
                problems.add(folder + ": there is no jar in this folder");
                return List.of();
            }
            ModuleFinder finder = ModuleFinder.of(folder);
            Optional<String> bundled = bundledApi(finder);
            if (bundled.isPresent()) {
                problems.add(
                        bundled.get() + ": holds classes of gossip.api; leave them out, the broker brings its own");
                return List.of();
            }
            return providers(layer(finder), problems);
        } catch (IOException e) {
            problems.add(folder + ": cannot be read: " + e);
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            problems.add(folder + ": " + inOneLine(e));
        }
        return List.of();
    }

    private boolean hasJars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        }
    }

    /** A plugin with its own copy of the interfaces would provide nothing that the broker can see. */
    private static Optional<String> bundledApi(ModuleFinder finder) {
        for (ModuleReference module : finder.findAll()) {
            for (String name : module.descriptor().packages()) {
                if (name.equals(API) || name.startsWith(API + ".")) {
                    return Optional.of(location(module));
                }
            }
        }
        return Optional.empty();
    }

    private ModuleLayer layer(ModuleFinder finder) {
        Set<String> all = new TreeSet<>();
        finder.findAll().forEach(module -> all.add(module.descriptor().name()));
        // the folder's modules come before the host's of the same name
        Configuration modules = parent.configuration().resolve(finder, ModuleFinder.of(), all);
        ClassLoader host = PluginFolder.class.getClassLoader();
        return ModuleLayer.defineModulesWithOneLoader(modules, List.of(parent), host)
                .layer();
    }

    private List<FoundPlugin> providers(ModuleLayer layer, List<String> problems) {
        List<FoundPlugin> found = new ArrayList<>();
        try {
            Iterator<Provider<GossipPlugin>> providers =
                    ServiceLoader.load(layer, GossipPlugin.class).stream().iterator();
            while (providers.hasNext()) {
                Provider<GossipPlugin> provider = providers.next();
                // a layer also shows what its parents provide
                if (layer.equals(provider.type().getModule().getLayer())) {
                    GossipPlugin plugin = provider.get();
                    found.add(new FoundPlugin(plugin, ModulePath.location(plugin)));
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            problems.add(providingJars(layer) + ": " + Causes.of(e));
            return List.of();
        }
        if (found.isEmpty()) {
            problems.add(folder + ": no jar provides " + GossipPlugin.class.getName()
                    + ", neither in a module-info nor in META-INF/services");
        }
        return found;
    }

    private static String providingJars(ModuleLayer layer) {
        StringJoiner jars = new StringJoiner(" or ");
        layer.configuration().modules().stream()
                .map(ResolvedModule::reference)
                .filter(module -> module.descriptor().provides().stream()
                        .anyMatch(service -> service.service().equals(GossipPlugin.class.getName())))
                .forEach(module -> jars.add(location(module)));
        return jars.toString();
    }

    private static String location(ModuleReference module) {
        return module.location()
                .map(uri -> Path.of(uri).toString())
                .orElse(module.descriptor().name());
    }

    private static String inOneLine(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause.getMessage();
    }
}
