package gossip.cli.topic;

import picocli.CommandLine.Command;

/** The verb {@code topic}. */
@Command(
        name = "topic",
        description = "Create, list, describe, alter and delete topics.",
        subcommands = {
            TopicCreateCommand.class,
            TopicListCommand.class,
            TopicDescribeCommand.class,
            TopicAlterCommand.class,
            TopicDeleteCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class TopicCommand {}
