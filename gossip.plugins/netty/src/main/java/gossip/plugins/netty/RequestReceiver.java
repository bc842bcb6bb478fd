package gossip.plugins.netty;

import gossip.api.network.Transport.Handler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers the requests of one connection. Not shared. */
final class RequestReceiver extends SimpleChannelInboundHandler<ByteBuf> {
    private static final System.Logger LOG = System.getLogger(RequestReceiver.class.getName());

    private final Map<String, Handler> handlers;

    RequestReceiver(Map<String, Handler> handlers) {
        this.handlers = handlers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        switch (Frame.decode(message)) {
            case Frame.Request request -> answer(context, request);
            case Frame.Reply reply -> refuse(context, reply);
            case Frame.Failure failure -> refuse(context, failure);
        }
    }

    private void answer(ChannelHandlerContext context, Frame.Request request) {
        long correlation = request.correlation();
        Handler handler = handlers.get(request.channel());
        if (handler == null) {
            String message = "this node does not know the channel '" + request.channel() + "'";
            context.writeAndFlush(Frame.failure(context.alloc(), correlation, message));
            return;
        }
        call(handler, request.payload().nioBuffer().asReadOnlyBuffer()).whenComplete((reply, problem) -> {
            ByteBuf frame = problem == null
                    ? Frame.reply(context.alloc(), correlation, reply)
                    : Frame.failure(context.alloc(), correlation, String.valueOf(problem.getMessage()));
            context.writeAndFlush(frame);
        });
    }

    private static CompletionStage<ByteBuffer> call(Handler handler, ByteBuffer request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static void refuse(ChannelHandlerContext context, Frame unexpected) {
        LOG.log(
                Level.WARNING,
                "closing the connection of {0}: it sent a reply where only requests are expected (correlation {1})",
                context.channel().remoteAddress(),
                unexpected.correlation());
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(
                Level.WARNING,
                "closing the connection of {0}: {1}",
                context.channel().remoteAddress(),
                cause.toString());
        context.close();
    }
}
