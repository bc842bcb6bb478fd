package gossip.cli.security;

import picocli.CommandLine.Command;

/** The verb {@code user}. */
@Command(
        name = "user",
        description = "Manage the users that log in with SCRAM or PLAIN.",
        subcommands = {UserCreateCommand.class, UserListCommand.class, UserDeleteCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand {}
