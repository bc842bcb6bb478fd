package gossip.core.plugin;

import gossip.api.plugin.GossipPlugin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the plugins that were started with the program: on its module path, or on its class path when it is embedded. */
final class ModulePath {
    private ModulePath() {}

    static List<FoundPlugin> find(List<String> problems) {
        List<FoundPlugin> found = new ArrayList<>();
        ClassLoader loader = ModulePath.class.getClassLoader();
        Iterator<GossipPlugin> plugins =
                ServiceLoader.load(GossipPlugin.class, loader).iterator();
        try {
            while (plugins.hasNext()) {
                GossipPlugin plugin = plugins.next();
                found.add(new FoundPlugin(plugin, location(plugin)));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            problems.add("module path: " + Causes.of(e));
        }
        return found;
    }

    /** The jar of an object's class, as people name it. */
    static String location(Object object) {
        CodeSource source = object.getClass().getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        if (url == null) {
            return object.getClass().getModule().toString();
        }
        try {
            // the script names the module path by a descriptor, which tells people nothing
            return url.getProtocol().equals("file")
                    ? Path.of(url.toURI()).toRealPath().toString()
                    : url.toString();
        } catch (URISyntaxException | IOException e) {
            return url.toString();
        }
    }
}
