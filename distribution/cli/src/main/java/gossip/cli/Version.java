package gossip.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this installation, and what it runs on. */
final class Version implements IVersionProvider {

    /** For picocli. */
    Version() {}

    /** Of Gossip, as the start script passes it on. */
    static String gossip() {
        return System.getProperty("gossip.version", "unpackaged");
    }

    static String java() {
        return System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gossip " + gossip(), "java " + java()};
    }
}
