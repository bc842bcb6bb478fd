package gossip.raft.engine;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.util.ExitUtils;

/** What Ratis does to a whole process, undone: it is a library here. */
final class RatisProcess {
    // Held, since a logger that nobody holds forgets its level.
    private static final Logger RATIS_LOG = Logger.getLogger("org.apache.ratis");

    private static final Logger LIFE_CYCLE_LOG = Logger.getLogger("org.apache.ratis.util.LifeCycle");

    private static final Logger JMX_LOG = Logger.getLogger("org.apache.ratis.util.JmxRegister");

    private RatisProcess() {}

    /** To be called before Ratis is used. Any number of times. */
    static synchronized void tame() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
        Thread.setDefaultUncaughtExceptionHandler(before);
        // At INFO it tells some hundred lines about every start, unless somebody wants to read them.
        if (RATIS_LOG.getLevel() == null) {
            RATIS_LOG.setLevel(Level.WARNING);
            // Whoever starts the server is told the same by an exception, once and without four stack traces.
            LIFE_CYCLE_LOG.setLevel(Level.OFF);
            // It tries a second name if the first, which has a colon in it, is refused.
            JMX_LOG.setLevel(Level.OFF);
        }
    }
}
