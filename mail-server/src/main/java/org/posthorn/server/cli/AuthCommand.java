package org.posthorn.server.cli;

import picocli.CommandLine.Command;

/// `posthorn auth`: the checks of senders, by hand.
@Command(
    name = "auth",
    header = "Check by hand who sent a message: SPF, DKIM, DMARC, ARC.",
    description = {
      "Each check asks the DNS, prints its verdicts as a table or as JSON, and tells the result by its",
      "exit code. Neither a daemon nor a configuration is needed."
    },
    subcommands = {
      AuthSpfCommand.class,
      AuthDkimCommand.class,
      AuthArcCommand.class,
      AuthDmarcCommand.class,
      AuthCheckCommand.class,
      HelpCommand.class
    })
final class AuthCommand extends CommandGroup {}
