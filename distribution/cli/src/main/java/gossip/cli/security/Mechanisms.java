package gossip.cli.security;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import java.util.Locale;
import org.apache.kafka.clients.admin.ScramMechanism;

/** Reads the names of SCRAM mechanisms. */
final class Mechanisms {
    private Mechanisms() {}

    static ScramMechanism parse(String name) {
        ScramMechanism mechanism = ScramMechanism.fromMechanismName(name.toUpperCase(Locale.ROOT));
        if (mechanism == ScramMechanism.UNKNOWN) {
            throw new Failure(ExitCode.USAGE, "--mechanism " + name + ": expected SCRAM-SHA-256 or SCRAM-SHA-512");
        }
        return mechanism;
    }
}
