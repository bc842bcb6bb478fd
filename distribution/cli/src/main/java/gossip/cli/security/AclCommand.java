package gossip.cli.security;

import picocli.CommandLine.Command;

/** The verb {@code acl}. */
@Command(
        name = "acl",
        description = "Manage what principals may do.",
        subcommands = {AclAddCommand.class, AclListCommand.class, AclRemoveCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class AclCommand {}
