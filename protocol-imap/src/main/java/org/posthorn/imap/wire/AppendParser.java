package org.posthorn.imap.wire;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AppendMessage;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;

/// Arguments of APPEND up to the octets of a message (RFC 9051 §6.3.12, RFC 3502 §6.3.11).
final class AppendParser {
  private AppendParser() {}

  static AccountCommand.Append parse(Arguments in) throws SyntaxException, RefusedException {
    MailboxName mailbox = in.spaceMailbox();
    return new AccountCommand.Append(mailbox, message(in));
  }

  /// A space, flags, date and the announcement of the literal.
  static AppendMessage message(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("message");
    Flags flags = Flags.NONE;
    if (cursor.peek() == '(') {
      flags = in.flagList(true);
      cursor.space("message");
    }
    Optional<OffsetDateTime> date = Optional.empty();
    if (cursor.peek() == '"') {
      date = Optional.of(Dates.dateTime(cursor));
      cursor.space("message");
    }
    if (cursor.peek() != '{') {
      throw cursor.missing("message literal");
    }
    LiteralHead head = LiteralHead.take(cursor);
    return new AppendMessage(flags, date, head.size(), head.synchronizing());
  }
}
