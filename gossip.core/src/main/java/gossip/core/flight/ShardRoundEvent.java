package gossip.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** One round of a shard's thread. */
@Name("gossip.ShardRound")
@Label("Shard round")
@Description("A shard took what waited in its ring, appended it, and answered or handed it to the group commit")
@Category({"Gossip", "Pipeline"})
@StackTrace(false)
@Threshold("1 ms")
public final class ShardRoundEvent extends Event {
    /** Number of the shard. */
    @Label("Shard")
    public int shard;

    /** Requests and tasks that were taken out of the ring. */
    @Label("Slots")
    public long slots;

    /** Slots that were occupied when the round began, those taken among them. */
    @Label("Queue depth")
    public long queueDepth;

    /** Creates the event, not begun. */
    public ShardRoundEvent() {
        // filled in by the shard
    }
}
