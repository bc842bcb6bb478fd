package gossip.core.plugin;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** Tells in one line what made a plugin fail. */
final class Causes {
    private Causes() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case NoClassDefFoundError missing -> missing(String.valueOf(missing.getMessage()));
            case ClassNotFoundException missing -> missing(String.valueOf(missing.getMessage()));
            case UnsupportedClassVersionError newer -> "it was compiled for a newer Java: " + newer.getMessage();
            case AbstractMethodError other -> compiledAgainstAnother(other);
            case NoSuchMethodError other -> compiledAgainstAnother(other);
            case ServiceConfigurationError wrapper -> wrapper.getMessage() + because(wrapper.getCause());
            case ExceptionInInitializerError wrapper -> "a static initializer failed" + because(wrapper.getCause());
            default -> failure.toString();
        };
    }

    private static String because(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + of(cause);
    }

    private static String missing(String name) {
        return "class " + name.replace('/', '.') + " is missing; put the jar that holds it beside the plugin's";
    }

    private static String compiledAgainstAnother(LinkageError error) {
        return "it was compiled against another version of a library or of gossip.api: " + error.getMessage();
    }
}
