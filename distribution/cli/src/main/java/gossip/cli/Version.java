package gossip.cli;

import gossip.core.Gossip;
import picocli.CommandLine.IVersionProvider;

/** The version of this installation, and what it runs on. */
final class Version implements IVersionProvider {

    /** For picocli. */
    Version() {}

    static String gossip() {
        return Gossip.version();
    }

    static String java() {
        return System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gossip " + gossip(), "java " + java()};
    }
}
