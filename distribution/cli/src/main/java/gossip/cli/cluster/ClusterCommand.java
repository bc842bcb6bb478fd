package gossip.cli.cluster;

import picocli.CommandLine.Command;

/** The verb {@code cluster}. */
@Command(
        name = "cluster",
        description = "Show the state of a cluster.",
        subcommands = {ClusterStatusCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand {}
