package gossip.core.pipeline;

import gossip.api.storage.CompactionNeed;
import gossip.core.topic.TopicConfig;

/** When a log is compacted. */
final class CompactionPolicy {
    private CompactionPolicy() {}

    /** Whether it is time: the log is dirty enough, or has been dirty for long, or what waited in it may go. */
    static boolean isDue(CompactionNeed need, TopicConfig config, long nowMs) {
        return need.dirtyRatio() > config.minDirtyRatio()
                || need.dirtyBytes() > 0 && isOverdue(need, config, nowMs)
                || need.removableSinceMs() <= nowMs;
    }

    private static boolean isOverdue(CompactionNeed need, TopicConfig config, long nowMs) {
        return need.dirtySinceMs() != Long.MAX_VALUE
                && nowMs - need.dirtySinceMs() > config.log().compaction().maxLagMs();
    }
}
