package org.posthorn.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The root of the command line.
@Command(
    name = "posthorn",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    headerHeading = "",
    header = "A mail server: IMAP, POP3 and SMTP in one process.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn try                                   see it work, here and now",
      "  posthorn init you@example.org                  set up a real host",
      "  posthorn serve --config /etc/posthorn/posthorn.toml",
      "  posthorn account add bob@example.org --config /etc/posthorn/posthorn.toml",
      "",
      "'posthorn help COMMAND' tells more of each. Exit codes are those of sysexits(3)."
    },
    subcommands = {
      TryCommand.class,
      InitCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      DomainCommand.class,
      AccountCommand.class,
      AliasCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      TestCommand.class,
      HelpCommand.class
    })
public final class PosthornCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
