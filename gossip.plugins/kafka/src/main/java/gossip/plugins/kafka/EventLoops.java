package gossip.plugins.kafka;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve connections, on epoll where the system has it.
 *
 * @param group the loops
 * @param channelType server channels for them
 */
record EventLoops(IoEventLoopGroup group, Class<? extends ServerChannel> channelType) {
    /** How many threads serve connections. */
    static final Setting<Integer> COUNT = Setting.of(
                    "network.event_loops",
                    SettingType.INT,
                    0,
                    "Threads that read from and write to connections; 0 takes one for each two processors, from 2 to"
                            + " 8.")
            .require(count -> count >= 0 && count <= 256, "0 to 256");

    private static final int FEWEST_BY_DEFAULT = 2;
    private static final int MOST_BY_DEFAULT = 8;
    private static final long STOP_TIMEOUT_MS = 2_000;

    static EventLoops open(Settings settings) {
        int count = count(settings.value(COUNT), Runtime.getRuntime().availableProcessors());
        ThreadFactory threads = threads();
        return Epoll.isAvailable()
                ? new EventLoops(
                        new MultiThreadIoEventLoopGroup(count, threads, EpollIoHandler.newFactory()),
                        EpollServerSocketChannel.class)
                : new EventLoops(
                        new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory()),
                        NioServerSocketChannel.class);
    }

    static int count(int wanted, int processors) {
        return wanted > 0 ? wanted : Math.clamp(processors / 2, FEWEST_BY_DEFAULT, MOST_BY_DEFAULT);
    }

    void close() {
        group.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * STOP_TIMEOUT_MS);
    }

    private static ThreadFactory threads() {
        AtomicInteger next = new AtomicInteger();
        return task -> new FastThreadLocalThread(task, "gossip-net-kafka-" + next.getAndIncrement());
    }
}
