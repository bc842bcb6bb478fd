package gossip.cli;

import gossip.cli.cluster.ClusterCommand;
import gossip.cli.group.GroupCommand;
import gossip.cli.node.ConfigCommand;
import gossip.cli.node.PluginsCommand;
import gossip.cli.quota.QuotaCommand;
import gossip.cli.record.ConsumeCommand;
import gossip.cli.record.ProduceCommand;
import gossip.cli.security.AclCommand;
import gossip.cli.security.UserCommand;
import gossip.cli.topic.TopicCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** All verbs. {@code start} and {@code optimize} are the start script's. */
@Command(
        name = "gossip",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A message broker that speaks the Kafka protocol, and its tools.",
        subcommands = {
            StartCommand.class,
            TopicCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            GroupCommand.class,
            QuotaCommand.class,
            ClusterCommand.class,
            UserCommand.class,
            AclCommand.class,
            ConfigCommand.class,
            PluginsCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            RehearseCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the cluster or the machine refused, or some records failed",
            "2:the command line is wrong",
            "3:no broker could be reached, or none answered in time",
            "4:the topic, partition or group does not exist",
            "130:ended by Ctrl-C"
        })
public final class GossipCommand {}
