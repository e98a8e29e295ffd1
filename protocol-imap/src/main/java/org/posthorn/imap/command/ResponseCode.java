package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.UidSet;

/// What stands in brackets before the text of a status response (RFC 9051 §7.1).
public sealed interface ResponseCode {

  /// Codes without arguments. The constant's name is the word on the wire, `_` for `-`.
  enum Simple implements ResponseCode {
    ALERT,
    ALREADYEXISTS,
    AUTHENTICATIONFAILED,
    AUTHORIZATIONFAILED,
    CANNOT,
    CLIENTBUG,
    CLOSED,
    CONTACTADMIN,
    CORRUPTION,
    EXPIRED,
    EXPUNGEISSUED,
    HASCHILDREN,
    INUSE,
    LIMIT,
    NOMODSEQ,
    NONEXISTENT,
    NOPERM,
    NOTSAVED,
    OVERQUOTA,
    PARSE,
    PRIVACYREQUIRED,
    READ_ONLY,
    READ_WRITE,
    SERVERBUG,
    TOOBIG,
    TRYCREATE,
    UIDNOTSTICKY,
    UNAVAILABLE,
    USEATTR
  }

  /// BADCHARSET, with the charsets a client may use instead.
  record BadCharset(List<String> supported) implements ResponseCode {
    public BadCharset {
      supported = List.copyOf(supported);
    }
  }

  /// CAPABILITY.
  record Capability(List<String> capabilities) implements ResponseCode {
    public Capability {
      capabilities = List.copyOf(capabilities);
    }
  }

  /// PERMANENTFLAGS.
  ///
  /// @param more whether new keywords can be made: `\*`
  record PermanentFlags(Flags flags, boolean more) implements ResponseCode {}

  /// UIDNEXT.
  record UidNext(long value) implements ResponseCode {}

  /// UIDVALIDITY.
  record UidValidity(long value) implements ResponseCode {}

  /// UNSEEN: the sequence number of the first unseen message (RFC 3501 §7.1).
  record Unseen(long sequenceNumber) implements ResponseCode {}

  /// HIGHESTMODSEQ (RFC 7162 §3.1.2.1).
  record HighestModSeq(long value) implements ResponseCode {}

  /// MODIFIED: what STORE left alone (RFC 7162 §3.1.3), UIDs or sequence numbers.
  record Modified(UidSet messages) implements ResponseCode {}

  /// APPENDUID (RFC 9051 §7.1).
  record AppendUid(long uidValidity, UidSet uids) implements ResponseCode {}

  /// COPYUID (RFC 9051 §7.1): the copies of the source UIDs in ascending order have the target UIDs
  /// in ascending order.
  record CopyUid(long uidValidity, UidSet source, UidSet target) implements ResponseCode {}
}
