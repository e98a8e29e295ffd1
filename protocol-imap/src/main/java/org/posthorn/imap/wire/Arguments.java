package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.posthorn.imap.command.ListPattern;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;

/// The arguments that several commands share: mailbox names, sequence sets, flags. Takes them from
/// the cursor it stands on; one for each command.
final class Arguments {
  /// The longest keyword, in octets.
  static final int MAX_KEYWORD = 200;

  private static final int MAX_PATTERN = 1_000;

  final Cursor cursor;
  final ParserLimits limits;
  private final boolean utf8Names;

  /// @param utf8Names whether mailbox names are UTF-8 and not modified UTF-7 (RFC 6855 §3, RFC 9051
  ///     §5.1)
  Arguments(Cursor cursor, ParserLimits limits, boolean utf8Names) {
    this.cursor = cursor;
    this.limits = limits;
    this.utf8Names = utf8Names;
  }

  /// A space and a mailbox name.
  MailboxName spaceMailbox() throws SyntaxException, RefusedException {
    cursor.space("mailbox name");
    return mailbox();
  }

  MailboxName mailbox() throws SyntaxException, RefusedException {
    String name = name(cursor.astring("mailbox name"));
    try {
      return MailboxName.parse(name);
    } catch (StorageException e) {
      throw new RefusedException(ResponseCode.Simple.CANNOT, e.error().message());
    }
  }

  /// A space and the reference of LIST or LSUB.
  String spaceReference() throws SyntaxException {
    cursor.space("reference name");
    return reference();
  }

  String reference() throws SyntaxException {
    return name(cursor.astring("reference name"));
  }

  ListPattern pattern(String reference) throws SyntaxException {
    String text = reference + name(cursor.listMailbox("mailbox pattern"));
    if (text.length() > MAX_PATTERN) {
      throw cursor.failBefore("mailbox pattern too long");
    }
    return new ListPattern(text);
  }

  private String name(byte[] octets) throws SyntaxException {
    if (utf8Names) {
      return cursor.utf8(octets, "mailbox name");
    }
    return ModifiedUtf7.decode(octets)
        .orElseThrow(() -> cursor.failBefore("mailbox name is not valid modified UTF-7"));
  }

  /// A space and the messages a command is about.
  MessageSet spaceMessages(NumberKind kind) throws SyntaxException {
    cursor.space("message set");
    return messages(kind);
  }

  MessageSet messages(NumberKind kind) throws SyntaxException {
    NumberSet numbers = numbers();
    return switch (kind) {
      case UID -> new MessageSet.Uids(numbers);
      case SEQUENCE -> new MessageSet.SequenceNumbers(numbers);
    };
  }

  NumberSet numbers() throws SyntaxException {
    List<NumberSet.Range> ranges = new ArrayList<>(1);
    do {
      if (ranges.size() == limits.ranges()) {
        throw cursor.fail("more than " + limits.ranges() + " ranges in a message set");
      }
      long first = numberOrStar();
      ranges.add(new NumberSet.Range(first, cursor.take(':') ? numberOrStar() : first));
    } while (cursor.take(','));
    return new NumberSet(ranges);
  }

  private long numberOrStar() throws SyntaxException {
    return cursor.take('*') ? NumberSet.STAR : cursor.positive("message number", NumberSet.MAX);
  }

  /// A mod-sequence that a client compares with (RFC 7162 §7): 63 bits.
  long modSeq() throws SyntaxException {
    return cursor.number("mod-sequence", Long.MAX_VALUE);
  }

  /// Flags in parentheses.
  ///
  /// @param recentIgnored whether `\Recent` is passed over (APPEND) or refused (STORE)
  Flags flagList(boolean recentIgnored) throws SyntaxException {
    FlagCollector flags = new FlagCollector(recentIgnored);
    cursor.open("flag list");
    if (!cursor.take(')')) {
      do {
        flags.one();
      } while (cursor.nextInList());
    }
    return flags.result();
  }

  /// Flags in parentheses or bare, as in STORE (RFC 9051 §9 `store-att-flags`).
  Flags flagListOrBare() throws SyntaxException {
    if (cursor.peek() == '(') {
      return flagList(false);
    }
    FlagCollector flags = new FlagCollector(false);
    do {
      flags.one();
    } while (cursor.take(' '));
    return flags.result();
  }

  /// A keyword: an atom of bounded length.
  String keyword() throws SyntaxException {
    String keyword = cursor.atom("flag");
    if (keyword.length() > MAX_KEYWORD) {
      throw cursor.failBefore("keyword longer than " + MAX_KEYWORD + " octets");
    }
    return keyword;
  }

  private final class FlagCollector {
    private final boolean recentIgnored;
    private final TreeSet<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private int system;

    FlagCollector(boolean recentIgnored) {
      this.recentIgnored = recentIgnored;
    }

    void one() throws SyntaxException {
      if (cursor.take('\\')) {
        system |= systemBit(cursor.atom("flag name"));
      } else if (keywords.size() >= limits.items()) {
        throw cursor.fail("more than " + limits.items() + " keywords");
      } else {
        keywords.add(keyword());
      }
    }

    private int systemBit(String name) throws SyntaxException {
      for (SystemFlag flag : SystemFlag.values()) {
        if (flag.imapName().regionMatches(true, 1, name, 0, name.length())
            && flag.imapName().length() == name.length() + 1) {
          return flag.bit();
        }
      }
      if (name.equalsIgnoreCase("Recent")) {
        if (recentIgnored) {
          return 0;
        }
        throw cursor.failBefore("\\Recent cannot be changed"); // RFC 3501 §2.3.2
      }
      throw cursor.failBefore("no such system flag");
    }

    Flags result() {
      return new Flags(system, keywords);
    }
  }
}
