package org.posthorn.imap.command;

import java.time.LocalDate;
import java.util.List;
import org.posthorn.storage.model.SystemFlag;

/// What a message must meet (RFC 9051 §6.4.4, RFC 5032, RFC 7162 §3.1.5). Trees are at most as deep
/// as the parser's limit, so that recursion over them is safe.
public sealed interface SearchKey {

  /// Every message.
  record All() implements SearchKey {}

  /// All of these; never empty.
  record And(List<SearchKey> keys) implements SearchKey {
    public And {
      keys = List.copyOf(keys);
    }
  }

  /// One of the two.
  record Or(SearchKey left, SearchKey right) implements SearchKey {}

  /// Not this.
  record Not(SearchKey key) implements SearchKey {}

  /// One of these messages.
  record Messages(MessageSet set) implements SearchKey {}

  /// `SEEN`, `UNSEEN`, `ANSWERED` …: whether the flag is set.
  record HasFlag(SystemFlag flag, boolean set) implements SearchKey {}

  /// `KEYWORD`, `UNKEYWORD`: whether the keyword is set; without regard to ASCII case.
  record HasKeyword(String keyword, boolean set) implements SearchKey {}

  /// `RECENT`, `OLD`: whether the message is recent in this session. `NEW` comes as `RECENT
  /// UNSEEN`.
  record IsRecent(boolean recent) implements SearchKey {}

  /// `BEFORE`, `ON`, `SINCE`: the day of the internal date, in the time zone it is kept in.
  record InternalDate(DateTest test, LocalDate day) implements SearchKey {}

  /// `SENTBEFORE`, `SENTON`, `SENTSINCE`: the day of the Date field, without regard to time zone.
  record SentDate(DateTest test, LocalDate day) implements SearchKey {}

  /// `LARGER`: more octets than this.
  record Larger(long octets) implements SearchKey {}

  /// `SMALLER`: fewer octets than this.
  record Smaller(long octets) implements SearchKey {}

  /// `OLDER`: the internal date is at least so many seconds ago.
  record Older(long seconds) implements SearchKey {}

  /// `YOUNGER`: the internal date is at most so many seconds ago.
  record Younger(long seconds) implements SearchKey {}

  /// `FROM`, `TO`, `CC`, `BCC`, `SUBJECT`: the decoded field holds the text.
  record InEnvelope(EnvelopeField field, String text) implements SearchKey {}

  /// `HEADER`: a field of this name holds the text, decoded; an empty text asks for the field
  /// alone.
  record InHeader(String name, String text) implements SearchKey {}

  /// `BODY`: the decoded text of the body holds this.
  record InBody(String text) implements SearchKey {}

  /// `TEXT`: header or body hold this.
  record InText(String text) implements SearchKey {}

  /// `MODSEQ`: the mod-sequence is at least this.
  record ModSeq(long atLeast) implements SearchKey {}

  /// How a day compares.
  enum DateTest {
    /// Earlier than the day.
    BEFORE,
    /// Within the day.
    ON,
    /// Within the day or later.
    SINCE
  }

  /// The fields with a search key of their own.
  enum EnvelopeField {
    FROM,
    TO,
    CC,
    BCC,
    SUBJECT
  }
}
