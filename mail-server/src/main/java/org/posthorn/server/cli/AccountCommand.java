package org.posthorn.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.value.ByteSize;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.DirectoryAdmin.AccountInfo;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.schema.AccountRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn account`: the people whose mail is kept here.
@Command(
    name = "account",
    description = "Add, list, change and remove accounts.",
    subcommands = {
      AccountCommand.Add.class,
      AccountCommand.ListAll.class,
      AccountCommand.Remove.class,
      AccountCommand.Password.class,
      AccountCommand.Quota.class,
      AccountCommand.Enable.class,
      AccountCommand.Disable.class,
      AccountImportCommand.class,
      HelpCommand.class
    })
final class AccountCommand extends CommandGroup {
  /// What commands about one account share.
  abstract static class OneAccount extends StoreCommand {
    @Parameters(paramLabel = "ADDRESS", description = "The account's address.")
    String address;
  }

  /// What commands that take a new password share: from a prompt or standard input.
  abstract static class WithPassword extends OneAccount {
    @Option(
        names = "--password",
        paramLabel = "PASSWORD",
        description =
            "The password; for tests, as others can see it. Default: ask, or read a line.")
    @Nullable String password;

    @Override
    boolean readsInput() {
      return true;
    }

    @Override
    InputStream openInput() throws IOException {
      Addresses.parse(address);
      return password == null ? Passwords.ask(address) : Passwords.of(password);
    }
  }

  @Command(name = "add", description = "Add an account; its domain is added too if it is missing.")
  static final class Add extends WithPassword {
    @Option(
        names = "--quota",
        paramLabel = "SIZE",
        description = "How much mail it may keep, such as 5GB; 'none' for no limit.")
    @Nullable String quota;

    @Option(
        names = "--shard",
        paramLabel = "NAME",
        description =
            "The shard that its mail lies in, or 'home'. Default: as the configuration says.")
    @Nullable String shard;

    @Override
    boolean mayCreateStore() {
      return true;
    }

    @Override
    public int run(MailStore store, Console console) {
      DirectoryAdmin directory = store.directoryAdmin();
      var parsed = Addresses.parse(address);
      long octets = quota == null ? AccountRow.DEFAULT_QUOTA : Quota.octets(quota);
      String chosen = Passwords.read(console.input());
      if (directory.domains().stream().noneMatch(d -> d.name().equals(parsed.domain()))) {
        directory.addDomain(parsed.domain(), java.util.Optional.empty());
        console.out("added domain " + parsed.domain());
      }
      directory.addAccount(
          new NewAccount(
              parsed, directory.hash(chosen), octets, java.util.Optional.ofNullable(shard)));
      console.out("added " + parsed);
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List all accounts: address, use, quota, shard, state.")
  static final class ListAll extends StoreCommand {
    @Override
    public int run(MailStore store, Console console) {
      List<AccountInfo> accounts = store.directoryAdmin().accounts();
      for (AccountInfo account : accounts) {
        console.out(
            String.format(
                Locale.ROOT,
                "%s\t%s\tquota %s%s%s",
                account.login(),
                use(account),
                Quota.text(account.quotaBytes()),
                account.place().equals(AccountPlaces.HOME) ? "" : "\tshard " + account.place(),
                account.enabled() ? "" : "\tdisabled"));
      }
      return ExitCode.OK;
    }

    private static String use(AccountInfo account) {
      return account.usedBytes() == AccountInfo.UNKNOWN
          ? "use not known now"
          : String.format(
              Locale.ROOT,
              "%s\t%,d messages",
              ByteSize.ofBytes(account.usedBytes()),
              account.usedMessages());
    }
  }

  @Command(name = "remove", description = "Remove an account and all its mail.")
  static final class Remove extends OneAccount {
    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().removeAccount(Addresses.parse(address));
      console.out("removed " + address);
      return ExitCode.OK;
    }
  }

  @Command(name = "password", description = "Set an account's password.")
  static final class Password extends WithPassword {
    @Override
    public int run(MailStore store, Console console) {
      DirectoryAdmin directory = store.directoryAdmin();
      directory.setPassword(
          Addresses.parse(address), directory.hash(Passwords.read(console.input())));
      console.out("changed the password of " + address);
      return ExitCode.OK;
    }
  }

  @Command(name = "quota", description = "Set how much mail an account may keep.")
  static final class Quota extends OneAccount {
    @Parameters(
        paramLabel = "SIZE",
        description = "Such as 5GB; 'none' for no limit, 'default' for the configured one.")
    String size;

    @Override
    public int run(MailStore store, Console console) {
      long octets = octets(size);
      store.directoryAdmin().setQuota(Addresses.parse(address), octets);
      console.out("quota of " + address + ": " + text(octets));
      return ExitCode.OK;
    }

    static long octets(String size) {
      return switch (size) {
        case "none" -> AccountRow.NO_LIMIT;
        case "default" -> AccountRow.DEFAULT_QUOTA;
        default -> {
          try {
            yield ByteSize.parse(size).bytes();
          } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
          }
        }
      };
    }

    static String text(long octets) {
      if (octets == AccountRow.NO_LIMIT) {
        return "none";
      }
      return octets == AccountRow.DEFAULT_QUOTA ? "default" : ByteSize.ofBytes(octets).toString();
    }
  }

  @Command(name = "enable", description = "Let an account log in and get mail again.")
  static final class Enable extends OneAccount {
    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().setEnabled(Addresses.parse(address), true);
      console.out("enabled " + address);
      return ExitCode.OK;
    }
  }

  @Command(name = "disable", description = "Refuse an account's logins and mail; keep what it has.")
  static final class Disable extends OneAccount {
    @Override
    public int run(MailStore store, Console console) {
      store.directoryAdmin().setEnabled(Addresses.parse(address), false);
      console.out("disabled " + address);
      return ExitCode.OK;
    }
  }
}
