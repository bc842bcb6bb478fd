package gossip.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** One group commit. */
@Name("gossip.WalSync")
@Label("Write-ahead log sync")
@Description("All appends of all shards since the last one were written and synced")
@Category({"Gossip", "Pipeline"})
@StackTrace(false)
@Threshold("1 ms")
public final class WalSyncEvent extends Event {
    /** Whether the disk took it. */
    @Label("Succeeded")
    public boolean succeeded;

    /** Creates the event, not begun. */
    public WalSyncEvent() {
        // filled in by the group commit
    }
}
