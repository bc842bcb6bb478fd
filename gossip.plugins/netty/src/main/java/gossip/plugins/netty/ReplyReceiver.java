package gossip.plugins.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Hands the replies of one connection to those who wait for them. All methods are called by the connection's event loop. */
final class ReplyReceiver extends SimpleChannelInboundHandler<ByteBuf> {
    private final Map<Long, CompletableFuture<ByteBuffer>> waiting = new HashMap<>();
    private String lossReason = "the connection was closed";

    void expect(long correlation, CompletableFuture<ByteBuffer> reply) {
        waiting.put(correlation, reply);
    }

    void fail(long correlation, IOException problem) {
        CompletableFuture<ByteBuffer> reply = waiting.remove(correlation);
        if (reply != null) {
            reply.completeExceptionally(problem);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        switch (Frame.decode(message)) {
            case Frame.Reply reply -> complete(reply);
            case Frame.Failure failure -> fail(failure.correlation(), new IOException(failure.message()));
            case Frame.Request request ->
                throw new CorruptedFrameException(
                        "a request on channel '" + request.channel() + "' where only replies are expected");
        }
    }

    private void complete(Frame.Reply reply) {
        CompletableFuture<ByteBuffer> waiter = waiting.remove(reply.correlation());
        if (waiter != null) {
            ByteBuffer copy = ByteBuffer.allocate(reply.payload().readableBytes());
            reply.payload().readBytes(copy);
            waiter.complete(copy.flip());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lossReason = cause.toString();
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Map<Long, CompletableFuture<ByteBuffer>> lost = Map.copyOf(waiting);
        waiting.clear();
        lost.values()
                .forEach(reply -> reply.completeExceptionally(
                        new IOException("lost " + context.channel().remoteAddress() + ": " + lossReason)));
    }
}
