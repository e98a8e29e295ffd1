package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.SelectParameter;
import org.posthorn.imap.command.StatusItem;
import org.posthorn.imap.command.Verb;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// Arguments of the commands about whole mailboxes, LIST and LSUB left out.
final class MailboxCommandParser {
  private MailboxCommandParser() {}

  static AccountCommand parse(Verb verb, Arguments in) throws SyntaxException, RefusedException {
    MailboxName mailbox = in.spaceMailbox();
    return switch (verb) {
      case SELECT -> new AccountCommand.Select(mailbox, selectParameters(in));
      case EXAMINE -> new AccountCommand.Examine(mailbox, selectParameters(in));
      case CREATE -> new AccountCommand.Create(mailbox, createUses(in));
      case DELETE -> new AccountCommand.Delete(mailbox);
      case RENAME -> new AccountCommand.Rename(mailbox, in.spaceMailbox());
      case SUBSCRIBE -> new AccountCommand.Subscribe(mailbox);
      case UNSUBSCRIBE -> new AccountCommand.Unsubscribe(mailbox);
      case STATUS -> {
        in.cursor.space("status items");
        yield new AccountCommand.Status(mailbox, statusItems(in.cursor));
      }
      default -> throw new IllegalArgumentException("not about a mailbox: " + verb);
    };
  }

  /// Status items in parentheses, at least one (RFC 9051 §9 `status-att`).
  static List<StatusItem> statusItems(Cursor cursor) throws SyntaxException {
    Set<StatusItem> items = new LinkedHashSet<>();
    cursor.open("list of status items");
    do {
      items.add(statusItem(cursor));
    } while (cursor.nextInList());
    return List.copyOf(items);
  }

  private static StatusItem statusItem(Cursor cursor) throws SyntaxException {
    String word = cursor.word("status item");
    for (StatusItem item : StatusItem.values()) {
      if (item.name().equals(word)) {
        return item;
      }
    }
    throw cursor.failBefore("unknown status item");
  }

  private static List<SelectParameter> selectParameters(Arguments in) throws SyntaxException {
    if (!in.cursor.take(' ')) {
      return List.of();
    }
    List<SelectParameter> parameters = new ArrayList<>();
    in.cursor.open("parameter list");
    do {
      if (parameters.size() == in.limits.items()) {
        throw in.cursor.fail("too many parameters");
      }
      parameters.add(
          switch (in.cursor.word("parameter")) {
            case "CONDSTORE" -> new SelectParameter.CondStore();
            case "QRESYNC" -> qresync(in);
            default -> throw in.cursor.failBefore("unknown parameter");
          });
    } while (in.cursor.nextInList());
    return parameters;
  }

  /// RFC 7162 §7 `select-param`.
  private static SelectParameter.QResync qresync(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("QRESYNC arguments");
    cursor.open("QRESYNC arguments");
    long uidValidity = cursor.positive("UIDVALIDITY", NumberSet.MAX);
    cursor.space("mod-sequence");
    long modSeq = in.modSeq();
    Optional<NumberSet> known = Optional.empty();
    Optional<SelectParameter.Match> match = Optional.empty();
    boolean more = cursor.nextInList();
    if (more && cursor.peek() != '(') {
      known = Optional.of(in.numbers());
      more = cursor.nextInList();
    }
    if (more) {
      match = Optional.of(match(in));
      cursor.expect(')', "')'");
    }
    return new SelectParameter.QResync(uidValidity, modSeq, known, match);
  }

  private static SelectParameter.Match match(Arguments in) throws SyntaxException {
    in.cursor.open("sequence match data");
    NumberSet sequence = in.numbers();
    in.cursor.space("UID set");
    NumberSet uids = in.numbers();
    in.cursor.expect(')', "')'");
    return new SelectParameter.Match(sequence, uids);
  }

  private static Set<SpecialUse> createUses(Arguments in) throws SyntaxException, RefusedException {
    Cursor cursor = in.cursor;
    Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
    if (!cursor.take(' ')) {
      return uses;
    }
    cursor.open("parameter list");
    if (!cursor.word("parameter").equals("USE")) {
      throw cursor.failBefore("unknown parameter");
    }
    cursor.space("list of special uses");
    cursor.open("list of special uses");
    if (!cursor.take(')')) {
      do {
        uses.add(specialUse(cursor));
      } while (cursor.nextInList());
    }
    cursor.expect(')', "')'");
    return uses;
  }

  private static SpecialUse specialUse(Cursor cursor) throws SyntaxException, RefusedException {
    cursor.expect('\\', "special use");
    String name = "\\" + cursor.atom("special use");
    for (SpecialUse use : SpecialUse.values()) {
      if (use.attribute().equalsIgnoreCase(name)) {
        return use;
      }
    }
    // RFC 6154 §3
    throw new RefusedException(ResponseCode.Simple.USEATTR, "unknown special use");
  }
}
