package gossip.core.plugin;

import gossip.api.plugin.GossipPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds the plugins that people added: one folder for each below one directory. */
final class PluginDirectory {
    private final Path directory;
    private final Collection<String> disabled;

    PluginDirectory(Path directory, Collection<String> disabled) {
        this.directory = directory;
        this.disabled = disabled;
    }

    List<FoundPlugin> find(List<String> problems) {
        List<FoundPlugin> found = new ArrayList<>();
        List<Path> folders = folders(problems);
        ModuleLayer parent = GossipPlugin.class.getModule().getLayer();
        if (parent == null && !folders.isEmpty()) {
            problems.add(
                    directory + ": its plugins cannot be loaded because Gossip is on the class path of this program;"
                            + " put it on the module path, or the plugins' jars on the class path too");
            return List.of();
        }
        for (Path folder : folders) {
            found.addAll(new PluginFolder(folder, parent).find(problems));
        }
        return found;
    }

    private List<Path> folders(List<String> problems) {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                String name = String.valueOf(entry.getFileName());
                if (name.endsWith(".jar") && Files.isRegularFile(entry)) {
                    problems.add(entry + ": a plugin needs a folder of its own below " + directory);
                } else if (Files.isDirectory(entry) && !name.startsWith(".") && !disabled.contains(name)) {
                    folders.add(entry);
                }
            }
        } catch (IOException e) {
            problems.add(directory + ": the directory of plugins cannot be read: " + e);
        }
        return folders;
    }
}
