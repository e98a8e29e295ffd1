package org.posthorn.imap.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.UidSet;

/// What the server says (RFC 9051 §7), all but FETCH, which the encoder writes item by item.
///
/// Texts are for people; the encoder replaces what may not stand in a line.
public sealed interface ImapResponse {

  /// The completion of a command.
  record Completed(Tag tag, Outcome outcome, Optional<ResponseCode> code, String text)
      implements ImapResponse {
    /// `tag OK text`.
    public static Completed ok(Tag tag, String text) {
      return new Completed(tag, Outcome.OK, Optional.empty(), text);
    }

    /// `tag OK [code] text`.
    public static Completed ok(Tag tag, ResponseCode code, String text) {
      return new Completed(tag, Outcome.OK, Optional.of(code), text);
    }

    /// `tag NO text`.
    public static Completed no(Tag tag, String text) {
      return new Completed(tag, Outcome.NO, Optional.empty(), text);
    }

    /// `tag NO [code] text`.
    public static Completed no(Tag tag, ResponseCode code, String text) {
      return new Completed(tag, Outcome.NO, Optional.of(code), text);
    }

    /// `tag BAD text`.
    public static Completed bad(Tag tag, String text) {
      return new Completed(tag, Outcome.BAD, Optional.empty(), text);
    }
  }

  /// How a command ended.
  enum Outcome {
    OK,
    NO,
    BAD
  }

  /// An untagged status response: information, a warning, a greeting, a farewell.
  record Notice(Kind kind, Optional<ResponseCode> code, String text) implements ImapResponse {
    /// `* OK text`.
    public static Notice ok(String text) {
      return new Notice(Kind.OK, Optional.empty(), text);
    }

    /// `* OK [code] text`.
    public static Notice ok(ResponseCode code, String text) {
      return new Notice(Kind.OK, Optional.of(code), text);
    }

    /// `* NO [code] text`, a warning.
    public static Notice no(ResponseCode code, String text) {
      return new Notice(Kind.NO, Optional.of(code), text);
    }

    /// `* BAD text`.
    public static Notice bad(String text) {
      return new Notice(Kind.BAD, Optional.empty(), text);
    }

    /// `* BYE text`.
    public static Notice bye(String text) {
      return new Notice(Kind.BYE, Optional.empty(), text);
    }

    /// `* BYE [code] text`.
    public static Notice bye(ResponseCode code, String text) {
      return new Notice(Kind.BYE, Optional.of(code), text);
    }
  }

  /// The word of an untagged status response.
  enum Kind {
    OK,
    NO,
    BAD,
    PREAUTH,
    BYE
  }

  /// `+ text`: the client may go on.
  record Continue(String text) implements ImapResponse {}

  /// `+ base64`: a SASL challenge, in base64 already.
  record Challenge(String base64) implements ImapResponse {}

  /// CAPABILITY.
  record Capabilities(List<String> names) implements ImapResponse {
    public Capabilities {
      names = List.copyOf(names);
    }
  }

  /// ENABLED.
  record Enabled(List<String> names) implements ImapResponse {
    public Enabled {
      names = List.copyOf(names);
    }
  }

  /// LIST or LSUB.
  ///
  /// @param subscribedOnly whether this answers LSUB
  /// @param attributes in the order they shall be written
  /// @param childInfo the CHILDINFO selection options; empty to leave it out (RFC 5258 §3.5)
  /// @param oldName the former name, where OLDNAME is to be told (RFC 9051 §6.3.9.7)
  record Listed(
      boolean subscribedOnly,
      List<ListAttribute> attributes,
      MailboxName name,
      Set<ListSelection> childInfo,
      Optional<MailboxName> oldName)
      implements ImapResponse {
    public Listed {
      attributes = List.copyOf(attributes);
      childInfo = Set.copyOf(childInfo);
    }

    /// A LIST response without extended data.
    public static Listed list(List<ListAttribute> attributes, MailboxName name) {
      return new Listed(false, attributes, name, Set.of(), Optional.empty());
    }

    /// An LSUB response.
    public static Listed lsub(List<ListAttribute> attributes, MailboxName name) {
      return new Listed(true, attributes, name, Set.of(), Optional.empty());
    }
  }

  /// `* LIST (\Noselect) "/" ""`: the separator alone (RFC 9051 §6.3.9).
  record Separator(boolean subscribedOnly) implements ImapResponse {}

  /// NAMESPACE: one personal namespace, no other (RFC 2342 §5).
  record PersonalNamespace() implements ImapResponse {}

  /// STATUS.
  ///
  /// @param values in the order they shall be written
  record MailboxStatus(MailboxName mailbox, Map<StatusItem, Long> values) implements ImapResponse {
    public MailboxStatus {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /// The old SEARCH response.
  ///
  /// @param numbers UIDs or sequence numbers, as the command asked for
  /// @param modSeq the highest mod-sequence found, where the search used MODSEQ
  record SearchResult(UidSet numbers, OptionalLong modSeq) implements ImapResponse {}

  /// ESEARCH (RFC 9051 §7.3.4).
  ///
  /// @param numbers what was found; MIN, MAX, ALL and COUNT are made of it
  record ExtendedSearchResult(
      Tag tag,
      NumberKind kind,
      Set<SearchReturn.Option> options,
      UidSet numbers,
      OptionalLong modSeq)
      implements ImapResponse {
    public ExtendedSearchResult {
      options = Set.copyOf(options);
    }
  }

  /// FLAGS.
  record MailboxFlags(Flags flags) implements ImapResponse {}

  /// EXISTS.
  record Exists(long count) implements ImapResponse {}

  /// RECENT.
  record Recent(long count) implements ImapResponse {}

  /// EXPUNGE.
  record Expunged(long sequenceNumber) implements ImapResponse {}

  /// VANISHED (RFC 7162 §3.2.10).
  record Vanished(boolean earlier, UidSet uids) implements ImapResponse {}

  /// ID (RFC 2971 §3.2).
  record ServerId(Map<String, String> fields) implements ImapResponse {
    public ServerId {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }
}
