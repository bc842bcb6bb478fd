package gossip.cli.group;

import picocli.CommandLine.Command;

/** The verb {@code group}. */
@Command(
        name = "group",
        description = "List consumer groups, show how far they are behind, delete them and move their offsets.",
        subcommands = {
            GroupListCommand.class,
            GroupDescribeCommand.class,
            GroupDeleteCommand.class,
            GroupResetOffsetsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class GroupCommand {}
