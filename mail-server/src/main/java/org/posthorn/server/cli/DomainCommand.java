package org.posthorn.server.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.DirectoryAdmin.DomainInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn domain`: the domains whose mail is kept here.
@Command(
    name = "domain",
    description = "Add, list and remove mail domains.",
    subcommands = {
      DomainCommand.Add.class,
      DomainCommand.ListAll.class,
      DomainCommand.Remove.class,
      HelpCommand.class
    })
final class DomainCommand extends CommandGroup {
  @Command(name = "add", description = "Add a domain.")
  static final class Add extends StoreCommand {
    @Parameters(paramLabel = "DOMAIN", description = "The domain, such as example.org.")
    String domain;

    @Option(
        names = "--alias-of",
        paramLabel = "DOMAIN",
        description = "Take over all addresses of that domain.")
    @Nullable String aliasOf;

    @Override
    boolean mayCreateStore() {
      return true;
    }

    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().addDomain(domain, Optional.ofNullable(aliasOf));
      console.out("added " + domain);
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List all domains.")
  static final class ListAll extends StoreCommand {
    @Override
    public int run(MailStore store, Console console) {
      for (DomainInfo domain : store.directoryAdmin().domains()) {
        console.out(domain.name() + domain.aliasOf().map(of -> "\talias of " + of).orElse(""));
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "remove", description = "Remove a domain that has no addresses any more.")
  static final class Remove extends StoreCommand {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    String domain;

    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().removeDomain(domain);
      console.out("removed " + domain);
      return ExitCode.OK;
    }
  }
}
