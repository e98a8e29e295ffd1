package org.posthorn.imap.wire;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.imap.command.SearchKey;
import org.posthorn.imap.command.SearchKey.DateTest;
import org.posthorn.imap.command.SearchKey.EnvelopeField;
import org.posthorn.storage.model.SystemFlag;

/// Search keys (RFC 9051 §6.4.4), of bounded depth. One for each command.
final class SearchKeyParser {
  private final Arguments in;
  private final Cursor cursor;
  private final Charset charset;

  SearchKeyParser(Arguments in, Charset charset) {
    this.in = in;
    this.cursor = in.cursor;
    this.charset = charset;
  }

  /// The keys up to the end of the command, all of which must hold.
  SearchKey all() throws SyntaxException {
    List<SearchKey> keys = new ArrayList<>();
    do {
      keys.add(key(1));
    } while (cursor.take(' '));
    return SearchParser.join(keys);
  }

  private SearchKey key(int depth) throws SyntaxException {
    if (depth > in.limits.depth()) {
      throw cursor.fail("search keys nested too deep");
    }
    if (cursor.take('(')) {
      List<SearchKey> keys = new ArrayList<>();
      do {
        keys.add(key(depth + 1));
      } while (cursor.nextInList());
      return SearchParser.join(keys);
    }
    if (cursor.atDigit() || cursor.peek() == '*') {
      return new SearchKey.Messages(in.messages(NumberKind.SEQUENCE));
    }
    String word = cursor.word("search key");
    return switch (word) {
      case "NOT" -> new SearchKey.Not(spaceKey(depth));
      case "OR" -> new SearchKey.Or(spaceKey(depth), spaceKey(depth));
      default -> simple(word);
    };
  }

  private SearchKey spaceKey(int depth) throws SyntaxException {
    cursor.space("search key");
    return key(depth + 1);
  }

  private SearchKey simple(String word) throws SyntaxException {
    return switch (word) {
      case "ALL" -> new SearchKey.All();
      case "ANSWERED" -> new SearchKey.HasFlag(SystemFlag.ANSWERED, true);
      case "DELETED" -> new SearchKey.HasFlag(SystemFlag.DELETED, true);
      case "DRAFT" -> new SearchKey.HasFlag(SystemFlag.DRAFT, true);
      case "FLAGGED" -> new SearchKey.HasFlag(SystemFlag.FLAGGED, true);
      case "SEEN" -> new SearchKey.HasFlag(SystemFlag.SEEN, true);
      case "UNANSWERED" -> new SearchKey.HasFlag(SystemFlag.ANSWERED, false);
      case "UNDELETED" -> new SearchKey.HasFlag(SystemFlag.DELETED, false);
      case "UNDRAFT" -> new SearchKey.HasFlag(SystemFlag.DRAFT, false);
      case "UNFLAGGED" -> new SearchKey.HasFlag(SystemFlag.FLAGGED, false);
      case "UNSEEN" -> new SearchKey.HasFlag(SystemFlag.SEEN, false);
      case "RECENT" -> new SearchKey.IsRecent(true);
      case "OLD" -> new SearchKey.IsRecent(false);
      case "NEW" ->
          new SearchKey.And(
              List.of(new SearchKey.IsRecent(true), new SearchKey.HasFlag(SystemFlag.SEEN, false)));
      default -> withArgument(word);
    };
  }

  private SearchKey withArgument(String word) throws SyntaxException {
    return switch (word) {
      case "KEYWORD" -> new SearchKey.HasKeyword(spaceKeyword(), true);
      case "UNKEYWORD" -> new SearchKey.HasKeyword(spaceKeyword(), false);
      case "UID" -> new SearchKey.Messages(in.spaceMessages(NumberKind.UID));
      case "BEFORE" -> internalDate(DateTest.BEFORE);
      case "ON" -> internalDate(DateTest.ON);
      case "SINCE" -> internalDate(DateTest.SINCE);
      case "SENTBEFORE" -> sentDate(DateTest.BEFORE);
      case "SENTON" -> sentDate(DateTest.ON);
      case "SENTSINCE" -> sentDate(DateTest.SINCE);
      case "LARGER" -> new SearchKey.Larger(spaceSize());
      case "SMALLER" -> new SearchKey.Smaller(spaceSize());
      case "OLDER" -> new SearchKey.Older(spaceInterval());
      case "YOUNGER" -> new SearchKey.Younger(spaceInterval());
      case "MODSEQ" -> modSeq();
      default -> withText(word);
    };
  }

  private SearchKey withText(String word) throws SyntaxException {
    return switch (word) {
      case "FROM" -> new SearchKey.InEnvelope(EnvelopeField.FROM, spaceText());
      case "TO" -> new SearchKey.InEnvelope(EnvelopeField.TO, spaceText());
      case "CC" -> new SearchKey.InEnvelope(EnvelopeField.CC, spaceText());
      case "BCC" -> new SearchKey.InEnvelope(EnvelopeField.BCC, spaceText());
      case "SUBJECT" -> new SearchKey.InEnvelope(EnvelopeField.SUBJECT, spaceText());
      case "BODY" -> new SearchKey.InBody(spaceText());
      case "TEXT" -> new SearchKey.InText(spaceText());
      case "HEADER" -> {
        cursor.space("header field name");
        String name = SectionParser.fieldName(cursor);
        yield new SearchKey.InHeader(name, spaceText());
      }
      default -> throw cursor.failBefore("unknown search key");
    };
  }

  private String spaceText() throws SyntaxException {
    cursor.space("text");
    return cursor.decode(cursor.astring("text"), charset, "text");
  }

  private String spaceKeyword() throws SyntaxException {
    cursor.space("keyword");
    return in.keyword();
  }

  private SearchKey internalDate(DateTest test) throws SyntaxException {
    cursor.space("date");
    return new SearchKey.InternalDate(test, Dates.date(cursor));
  }

  private SearchKey sentDate(DateTest test) throws SyntaxException {
    cursor.space("date");
    return new SearchKey.SentDate(test, Dates.date(cursor));
  }

  private long spaceSize() throws SyntaxException {
    cursor.space("size");
    return cursor.number("size", Long.MAX_VALUE);
  }

  private long spaceInterval() throws SyntaxException {
    cursor.space("interval");
    return cursor.positive("interval", NumberSet.MAX); // RFC 5032 §4
  }

  /// RFC 7162 §3.1.5: the entry name and type only restrict what a server might tell apart.
  private SearchKey modSeq() throws SyntaxException {
    cursor.space("mod-sequence");
    if (cursor.peek() == '"') {
      cursor.string("metadata entry");
      cursor.space("entry type");
      switch (cursor.word("entry type")) {
        case "PRIV", "SHARED", "ALL" -> {}
        default -> throw cursor.failBefore("unknown entry type");
      }
      cursor.space("mod-sequence");
    }
    return new SearchKey.ModSeq(in.modSeq());
  }
}
