package gossip.cli.quota;

import picocli.CommandLine.Command;

/** The verb {@code quota}. */
@Command(
        name = "quota",
        description = "Limit what clients may take.",
        subcommands = {QuotaSetCommand.class, QuotaListCommand.class, QuotaRemoveCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class QuotaCommand {}
