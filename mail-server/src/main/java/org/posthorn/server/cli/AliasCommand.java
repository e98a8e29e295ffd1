package org.posthorn.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.DirectoryAdmin.AliasInfo;
import org.posthorn.storage.model.MailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn alias`: addresses that lead to others.
@Command(
    name = "alias",
    description = "Add, list and remove aliases; *@example.org is a catch-all.",
    subcommands = {
      AliasCommand.Add.class,
      AliasCommand.ListAll.class,
      AliasCommand.Remove.class,
      HelpCommand.class
    })
final class AliasCommand extends CommandGroup {
  @Command(name = "add", description = "Let an address lead to others; adds to those it has.")
  static final class Add extends StoreCommand {
    @Parameters(index = "0", paramLabel = "ALIAS", description = "The alias; *@DOMAIN catches all.")
    String alias;

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "TARGET",
        description = "Where it leads.")
    List<String> targets;

    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().addAlias(Addresses.parse(alias), Addresses.parseAll(targets));
      console.out("added " + alias + " -> " + String.join(", ", targets));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List all aliases.")
  static final class ListAll extends StoreCommand {
    @Override
    public int run(MailStore store, Console console) {
      for (AliasInfo alias : store.directoryAdmin().aliases()) {
        console.out(
            alias.alias()
                + "\t"
                + alias.targets().stream()
                    .map(MailAddress::toString)
                    .collect(Collectors.joining(", ")));
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "remove", description = "Remove an alias, or one of its targets.")
  static final class Remove extends StoreCommand {
    @Parameters(paramLabel = "ALIAS", description = "The alias.")
    String alias;

    @Option(names = "--target", paramLabel = "ADDRESS", description = "Only this target.")
    @Nullable String target;

    @Override
    public int run(MailStore store, Console console) {
      store
          .directoryAdmin()
          .removeAlias(Addresses.parse(alias), Optional.ofNullable(target).map(Addresses::parse));
      console.out("removed " + (target == null ? alias : alias + " -> " + target));
      return ExitCode.OK;
    }
  }
}
