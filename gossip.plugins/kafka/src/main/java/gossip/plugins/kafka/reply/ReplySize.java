package gossip.plugins.kafka.reply;

import org.apache.kafka.common.protocol.MessageSizeAccumulator;

/** Adds up a response, telling records that are copied from records that are sent from where they lie. */
final class ReplySize extends MessageSizeAccumulator {
    private int copiedBytes;

    @Override
    public void addZeroCopyBytes(int size) {
        super.addZeroCopyBytes(size);
        if (ReplyAccessor.isCopied(size)) {
            copiedBytes += size;
        }
    }

    int bufferBytes() {
        return sizeExcludingZeroCopy() + copiedBytes;
    }
}
