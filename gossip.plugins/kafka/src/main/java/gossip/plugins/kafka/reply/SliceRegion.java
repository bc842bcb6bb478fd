package gossip.plugins.kafka.reply;

import gossip.api.RecordSlice;
import io.netty.channel.DefaultFileRegion;

/** A slice of a file on its way to a socket by {@code sendfile}. The slice is closed when Netty lets the region go. */
final class SliceRegion extends DefaultFileRegion {
    private final RecordSlice slice;

    SliceRegion(RecordSlice slice, RecordSlice.FileRegion file) {
        super(file.channel(), file.position(), slice.sizeBytes());
        this.slice = slice;
    }

    @Override
    protected void deallocate() {
        // not super: the file belongs to the log, only the slice is given back
        slice.close();
    }
}
