package org.posthorn.server.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.value.ByteSize;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.mailbox.ExpungedMessage;
import org.posthorn.storage.mailbox.Undelete;
import org.posthorn.storage.mime.Address;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn undelete`: mail that was expunged, and back it comes.
@Command(
    name = "undelete",
    description = "List and bring back expunged messages.",
    subcommands = {UndeleteCommand.ListAll.class, UndeleteCommand.Restore.class, HelpCommand.class})
final class UndeleteCommand extends CommandGroup {
  private static final Actor ADMIN = Actor.system(Protocol.ADMIN, "undelete");

  /// What both share: whose messages, and which.
  abstract static class Search extends StoreCommand {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account's address.")
    String address;

    @Option(
        names = "--mailbox",
        paramLabel = "NAME",
        description = "Only messages that were in this mailbox.")
    @Nullable String mailbox;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = {
          "Only messages expunged then or later: a day (2026-11-24), a time (2026-11-24T09:30) or a",
          "duration back from now (2h)."
        })
    @Nullable String since;

    @Option(
        names = "--before",
        paramLabel = "TIME",
        description = "Only messages expunged earlier than that.")
    @Nullable String before;

    AccountId owner(MailStore store) {
      MailAddress parsed = Addresses.parse(address);
      return store
          .directoryAdmin()
          .account(parsed)
          .orElseThrow(
              () -> new StorageException(new StorageError.Missing("there is no account " + parsed)))
          .id();
    }

    List<ExpungedMessage> find(MailStore store, Set<EmailId> ids) {
      return store
          .undelete()
          .find(
              ADMIN,
              owner(store),
              new Undelete.Filter(
                  Optional.ofNullable(mailbox).map(MailboxName::parse),
                  Optional.ofNullable(since).map(Moments::parse),
                  Optional.ofNullable(before).map(Moments::parse),
                  ids));
    }
  }

  @Command(
      name = "list",
      header = "List what can be brought back.",
      description = {
        "A line for each message, in the order in which they were expunged: id, when, from which",
        "mailbox ('-' where it is gone), size, sender, subject. How long messages are kept, says",
        "'undelete-window' in section 'storage'."
      })
  static final class ListAll extends Search {
    @Override
    public int run(MailStore store, Console console) {
      AccountId owner = owner(store);
      for (ExpungedMessage message : find(store, Set.of())) {
        Envelope envelope = store.undelete().envelope(owner, message);
        console.out(
            String.join(
                "\t",
                message.id().toString(),
                Moments.text(message.expungedAt()),
                message.mailbox().map(MailboxName::toString).orElse("-"),
                ByteSize.ofBytes(message.size()).toString(),
                sender(envelope),
                MailText.of(envelope.subject().orElse(""))));
      }
      return ExitCode.OK;
    }

    private static String sender(Envelope envelope) {
      return envelope.from().stream()
          .filter(Address.Mailbox.class::isInstance)
          .map(Address.Mailbox.class::cast)
          .findFirst()
          .map(from -> MailText.of(from.address()))
          .orElse("-");
    }
  }

  @Command(
      name = "restore",
      header = "Bring messages back.",
      description = {
        "Each message comes back to the mailbox that it was expunged from, or to INBOX where that is",
        "gone, unread and with a new UID. They count for the quota again; where that has no room",
        "for all of them, none is brought back."
      })
  static final class Restore extends Search {
    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "ID",
        description = "The messages' ids, as 'undelete list' tells them.")
    List<Long> ids = List.of();

    @Option(names = "--all", description = "All messages that the options leave.")
    boolean all;

    @Option(
        names = "--to",
        paramLabel = "NAME",
        description = "Put them into this mailbox; it is made where it is missing.")
    @Nullable String to;

    @Override
    public int run(MailStore store, Console console) {
      if (ids.isEmpty() != all) {
        throw new CommandFailure(ExitCode.USAGE, "give the ids of messages, or --all");
      }
      Set<EmailId> wanted = new HashSet<>();
      ids.forEach(id -> wanted.add(new EmailId(id)));
      List<ExpungedMessage> found = find(store, wanted);
      var restored =
          store
              .undelete()
              .restore(ADMIN, owner(store), found, Optional.ofNullable(to).map(MailboxName::parse));
      restored.forEach(
          message ->
              console.out(
                  "restored "
                      + message.id()
                      + " to "
                      + message.mailbox()
                      + ", UID "
                      + message.uid()));
      if (restored.size() < wanted.size()) {
        int missing = wanted.size() - restored.size();
        console.err(
            "posthorn: " + missing + " of the messages cannot be brought back, or match no option");
        return ExitCode.NO_INPUT;
      }
      return ExitCode.OK;
    }
  }
}
