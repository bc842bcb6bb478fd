package gossip.storage.segment.log;

import gossip.api.config.DescriptorLimit;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** How many segment files are kept open. */
public final class OpenFileLimit {
    private OpenFileLimit() {}

    /**
     * What is configured, as far as the operating system allows it.
     *
     * @param configured value of {@link SegmentLogStore#MAX_OPEN_FILES}
     * @param descriptors what the operating system allows; empty if that is not known
     * @param warn told of a value that cannot be
     * @return a count
     */
    public static int of(int configured, OptionalLong descriptors, Consumer<String> warn) {
        int share = DescriptorLimit.share(descriptors);
        if (configured == 0) {
            return share;
        }
        if (descriptors.isPresent() && configured + (long) DescriptorLimit.RESERVED > descriptors.getAsLong()) {
            warn.accept(SegmentLogStore.MAX_OPEN_FILES.key() + " is " + configured
                    + ", but the operating system allows this process " + descriptors.getAsLong()
                    + " descriptors, of which " + DescriptorLimit.RESERVED + " are needed for other things; " + share
                    + " are used; raise the limit (ulimit -n, LimitNOFILE), or lower the setting or leave it at 0");
            return share;
        }
        return configured;
    }
}
