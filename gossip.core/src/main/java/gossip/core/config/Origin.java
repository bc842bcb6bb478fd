package gossip.core.config;

import java.nio.file.Path;

/**
 * Where a value was written.
 *
 * @param layer which kind of place
 * @param label the place, as people find it, such as {@code gossip.yaml:12}
 */
public record Origin(Layer layer, String label) {
    /** Nobody wrote it. */
    public static final Origin DEFAULT = new Origin(Layer.DEFAULT, "default");

    /** Kinds of places; a later one wins over an earlier one. */
    public enum Layer {
        /** The default of the setting. */
        DEFAULT,
        /** The configuration file. */
        FILE,
        /** An environment variable. */
        ENVIRONMENT,
        /** The command line, or the program that embeds the broker. */
        OVERRIDE
    }

    static Origin file(Path file, int line) {
        return new Origin(Layer.FILE, name(file) + ":" + line);
    }

    static Origin environment(String variable) {
        return new Origin(Layer.ENVIRONMENT, "environment " + variable);
    }

    static Origin override(String label) {
        return new Origin(Layer.OVERRIDE, label);
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
