package gossip.launcher;

import gossip.api.config.NodeSettings;
import gossip.core.Gossip;
import gossip.core.StartException;
import gossip.core.boot.BrokerNode;
import gossip.core.boot.LogFormat;
import gossip.core.boot.LogLevel;
import gossip.core.boot.NodePlan;
import gossip.core.config.Configuration;
import gossip.core.plugin.PluginCatalog;
import gossip.launcher.log.ProcessLog;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The broker as a process. Its main method is the command {@code gossip start}, which needs nothing else of the command line,
 * so that the broker is up sooner.
 */
public final class Launcher {
    /** It ran and was stopped in an orderly way. */
    public static final int OK = 0;
    /** It could not start, or something could not be flushed when it stopped. */
    public static final int FAILED = 1;
    /** Its arguments are wrong. */
    public static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;

    private Launcher(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the broker until it is told to stop.
     *
     * @param arguments see {@link StartOptions#USAGE}
     */
    public static void main(String[] arguments) {
        ProcessLog.prepare();
        // a client that negotiates TLS again and again would keep the broker busy
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        int status;
        List<String> all = List.of(arguments);
        if (all.contains("--help") || all.contains("-h")) {
            System.out.println(StartOptions.USAGE);
            status = OK;
        } else {
            status = start(all);
        }
        // after a signal the JVM is ending already, with the same status, and exiting here has no effect
        if (status != OK) {
            System.exit(status);
        }
    }

    private static int start(List<String> arguments) {
        try {
            return run(StartOptions.parse(arguments, System.getenv()));
        } catch (IllegalArgumentException e) {
            System.err.println("gossip: " + e.getMessage());
            return USAGE;
        }
    }

    /**
     * Starts a broker, prints one line when it is ready, and waits until the process is told to stop.
     *
     * @param options what to start
     * @return {@link #OK} or {@link #FAILED}; why has been printed to standard error
     */
    public static int run(StartOptions options) {
        return new Launcher(System.out, System.err).runUntilStopped(options);
    }

    /**
     * The effective configuration, as a broker with these options would have it.
     *
     * @param options what would be started
     * @return one row for each setting, secrets masked
     * @throws StartException with everything that is wrong
     */
    public static List<Configuration.Row> configuration(StartOptions options) {
        return plan(options).configuration().rows();
    }

    /**
     * The plugins that a broker with these options would have.
     *
     * @param options what would be started
     * @return name, version, location and what each provides
     * @throws StartException with everything that is wrong
     */
    public static List<PluginCatalog.Listed> plugins(StartOptions options) {
        NodePlan plan = plan(options);
        return plan.catalog().list(plan.configuration());
    }

    private static NodePlan plan(StartOptions options) {
        return NodePlan.of(options.sources(), options.installedPlugins());
    }

    private int runUntilStopped(StartOptions options) {
        StopSignal stop = StopSignal.listen();
        int status = FAILED;
        try {
            status = runUntilStopped(options, stop);
            return status;
        } finally {
            ProcessLog.end();
            stop.done(status);
        }
    }

    private int runUntilStopped(StartOptions options, StopSignal stop) {
        try {
            NodePlan plan = plan(options);
            Configuration configuration = plan.configuration();
            ProcessLog.begin(configuration.value(LogLevel.SETTING).level(), configuration.value(LogFormat.SETTING));
            BrokerNode node = BrokerNode.start(plan);
            stop.started();
            out.println(readyLine(node, sinceProcessStart()));
            out.flush();
            stop.await();
            return stop(node);
        } catch (StartException e) {
            err.println("gossip: " + (stop.isRequested() ? "stopped while starting" : e.getMessage()));
            return stop.isRequested() ? OK : FAILED;
        }
    }

    private int stop(BrokerNode node) {
        Logger log = System.getLogger(Launcher.class.getName());
        log.log(Level.INFO, "stopping");
        try {
            node.close();
            log.log(Level.INFO, "stopped; everything is flushed");
            return OK;
        } catch (IllegalStateException e) {
            log.log(Level.ERROR, "stopped, but the next start has to recover", e);
            return FAILED;
        }
    }

    private static String readyLine(BrokerNode node, Duration time) {
        StringBuilder line =
                new StringBuilder("gossip ").append(Gossip.version()).append(" ready:");
        node.endpoints()
                .forEach(endpoint -> line.append(' ')
                        .append(endpoint.listener())
                        .append(' ')
                        .append(endpoint)
                        .append(','));
        line.append(" data ").append(node.configuration().value(NodeSettings.DATA_DIR));
        line.append(", node ").append(node.configuration().value(NodeSettings.ID));
        return line.append(", in ").append(time.toMillis()).append(" ms").toString();
    }

    private static Duration sinceProcessStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
