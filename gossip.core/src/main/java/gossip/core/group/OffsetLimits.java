package gossip.core.group;

import gossip.api.group.GroupStore.Usage;
import gossip.api.metrics.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** How many offsets may be committed, and how much text with each. Thread-safe. */
final class OffsetLimits {
    private static final Logger LOG = System.getLogger(OffsetLimits.class.getName());

    /** The protocol has no room for a message, so that the log has to say it; but not for each of many refusals. */
    private static final int SILENCE_MS = 60_000;

    private final Most most;
    private final InstantSource clock;
    private final Metrics.Counter refused;
    private final AtomicLong nextWordMs = new AtomicLong(Long.MIN_VALUE);

    OffsetLimits(Most most, InstantSource clock, Metrics.Counter refused) {
        this.most = most;
        this.clock = clock;
        this.refused = refused;
    }

    /**
     * The limits.
     *
     * @param metadataBytes longest text with an offset
     * @param ofGroup most offsets of one group
     * @param ofAll most offsets of all groups here
     */
    record Most(int metadataBytes, int ofGroup, int ofAll) {}

    boolean isTooLong(String metadata) {
        return metadata.getBytes(StandardCharsets.UTF_8).length > most.metadataBytes();
    }

    /**
     * Whether offsets may be committed that there are none of yet; others always may. Commits that come at the same time do not
     * see each other, so that there can be more than the limit by what is under way.
     */
    boolean hasRoomFor(String group, Usage usage) {
        if (usage.absent() == 0) {
            return true;
        }
        if (usage.ofGroup() + usage.absent() > most.ofGroup()) {
            refuse("group '" + group + "' has " + usage.ofGroup() + " committed offsets and may have " + most.ofGroup()
                    + " (" + GroupSettings.MAX_OFFSETS_OF_GROUP.key() + "): " + usage.absent()
                    + " more are refused; delete offsets that are not needed, or raise the limit");
            return false;
        }
        if (usage.ofAll() + usage.absent() > most.ofAll()) {
            refuse("this broker holds " + usage.ofAll() + " committed offsets and may hold " + most.ofAll() + " ("
                    + GroupSettings.MAX_OFFSETS.key() + "): " + usage.absent() + " more of group '" + group
                    + "' are refused; delete groups that are not needed, or raise the limit and the heap");
            return false;
        }
        return true;
    }

    private void refuse(String message) {
        refused.add(1);
        long nowMs = clock.millis();
        long allowedMs = nextWordMs.get();
        if (nowMs >= allowedMs && nextWordMs.compareAndSet(allowedMs, nowMs + SILENCE_MS)) {
            LOG.log(Level.WARNING, message);
        }
    }
}
