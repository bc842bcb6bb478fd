package gossip.core.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One compaction of one partition. */
@Name("gossip.Compaction")
@Label("Compaction")
@Description("A partition was read and rewritten without records that newer ones replace")
@Category({"Gossip", "Storage"})
@StackTrace(false)
public final class CompactionEvent extends Event {
    /** Topic and number. */
    @Label("Partition")
    public String partition = "";

    /** What was read. */
    @Label("Bytes read")
    @DataAmount
    public long bytesRead;

    /** What was written. */
    @Label("Bytes written")
    @DataAmount
    public long bytesWritten;

    /** Creates the event, not begun. */
    public CompactionEvent() {
        // filled in by the compactor
    }
}
