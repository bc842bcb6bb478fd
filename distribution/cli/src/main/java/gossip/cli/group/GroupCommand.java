package gossip.cli.group;

import picocli.CommandLine.Command;

/** The verb {@code group}. */
@Command(
        name = "group",
        description = "List consumer groups and show how far they are behind.",
        subcommands = {GroupListCommand.class, GroupDescribeCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class GroupCommand {}
