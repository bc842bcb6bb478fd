package gossip.core.boot;

import gossip.api.config.DescriptorLimit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the descriptors suffice for the connections and files that the settings allow together. */
final class DescriptorCheck {
    private static final String CONNECTIONS = "network.max_connections";
    private static final String FILES = "storage.max_open_files";

    private DescriptorCheck() {}

    /** A warning if they do not; a setting that no plugin has counts for nothing. */
    static Optional<String> warning(Map<String, String> values, OptionalLong descriptors) {
        if (descriptors.isEmpty()) {
            return Optional.empty();
        }
        long connections = Long.parseLong(values.getOrDefault(CONNECTIONS, "0"));
        long files = Long.parseLong(values.getOrDefault(FILES, "0"));
        long open = files == 0 && values.containsKey(FILES) ? DescriptorLimit.share(descriptors) : files;
        if (connections + open + DescriptorLimit.RESERVED <= descriptors.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(CONNECTIONS + " (" + connections + ") and " + FILES + " (" + open + ") together, with "
                + DescriptorLimit.RESERVED + " for other things, are more than the " + descriptors.getAsLong()
                + " descriptors that the operating system allows this process: connections may be refused and files"
                + " fail to open; raise the limit (ulimit -n, LimitNOFILE) or lower one of them");
    }
}
