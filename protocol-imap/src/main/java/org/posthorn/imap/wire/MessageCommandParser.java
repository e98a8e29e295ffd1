package org.posthorn.imap.wire;

import java.util.OptionalLong;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.command.Verb;
import org.posthorn.storage.model.FlagChange;

/// Arguments of STORE, COPY, MOVE and UID EXPUNGE.
final class MessageCommandParser {
  private MessageCommandParser() {}

  static SelectedCommand parse(Verb verb, NumberKind kind, Arguments in)
      throws SyntaxException, RefusedException {
    MessageSet messages = in.spaceMessages(kind);
    return switch (verb) {
      case STORE -> store(messages, in);
      case COPY -> new SelectedCommand.Copy(messages, in.spaceMailbox());
      case MOVE -> new SelectedCommand.Move(messages, in.spaceMailbox());
      case UID_EXPUNGE -> new SelectedCommand.UidExpunge(new MessageSet.Uids(messages.numbers()));
      default -> throw new IllegalArgumentException("not about messages: " + verb);
    };
  }

  private static SelectedCommand.Store store(MessageSet messages, Arguments in)
      throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("flags to store");
    OptionalLong unchangedSince = OptionalLong.empty();
    if (cursor.peek() == '(') {
      unchangedSince = unchangedSince(in);
      cursor.space("flags to store");
    }
    FlagChange.Mode mode = FlagChange.Mode.REPLACE;
    if (cursor.take('+')) {
      mode = FlagChange.Mode.ADD;
    } else if (cursor.take('-')) {
      mode = FlagChange.Mode.REMOVE;
    }
    boolean silent =
        switch (cursor.word("FLAGS")) {
          case "FLAGS" -> false;
          case "FLAGS.SILENT" -> true;
          default -> throw cursor.failBefore("FLAGS or FLAGS.SILENT expected");
        };
    cursor.space("flag list");
    FlagChange change = new FlagChange(mode, in.flagListOrBare());
    return new SelectedCommand.Store(messages, change, silent, unchangedSince);
  }

  /// `(UNCHANGEDSINCE n)` (RFC 7162 §3.1.3).
  private static OptionalLong unchangedSince(Arguments in) throws SyntaxException {
    in.cursor.open("modifier");
    if (!in.cursor.word("UNCHANGEDSINCE").equals("UNCHANGEDSINCE")) {
      throw in.cursor.failBefore("unknown modifier");
    }
    in.cursor.space("mod-sequence");
    long modSeq = in.modSeq();
    in.cursor.expect(')', "')'");
    return OptionalLong.of(modSeq);
  }
}
