package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.List;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;

/// An immutable picture of a mailbox at one mod-sequence: a row of messages in ascending order of
/// UID, addressed by index from 0.
///
/// Snapshots are shared between sessions and share what did not change with the snapshot before.
/// Thread-safe.
public interface MailboxSnapshot {
  MailboxId mailbox();

  /// The UIDVALIDITY, 1 to 2^32-1.
  long uidValidity();

  /// The UID that the next message gets.
  long uidNext();

  /// The last change that this picture shows.
  long modSeq();

  /// How many messages there are.
  int size();

  /// The UID at an index.
  ///
  /// @throws IndexOutOfBoundsException for an index outside 0 to size-1, as all methods with an
  ///     index do
  long uid(int index);

  /// The index of a UID, or `-(insertion point) - 1` where it is absent, as
  /// [java.util.Arrays#binarySearch] answers.
  int indexOf(long uid);

  /// The system flags at an index, as bits of [SystemFlag#bit()].
  int systemFlags(int index);

  /// The flags and keywords at an index.
  Flags flags(int index);

  /// Whether the message at an index has the keyword, without regard to ASCII case.
  boolean hasKeyword(int index, String keyword);

  /// The mailbox's keywords, as first written.
  List<String> keywords();

  /// The last change of the message at an index.
  long modSeq(int index);

  /// The size in octets, as FETCH RFC822.SIZE tells it.
  long messageSize(int index);

  /// When the message was received (RFC 9051 §2.3.3).
  Instant internalDate(int index);

  /// When the message came into this mailbox (RFC 8514).
  Instant saveDate(int index);

  /// The email that the message at an index shows.
  EmailId email(int index);

  /// Index of the first message without `\Seen`, or -1.
  default int firstUnseen() {
    for (int i = 0; i < size(); i++) {
      if ((systemFlags(i) & SystemFlag.SEEN.bit()) == 0) {
        return i;
      }
    }
    return -1;
  }
}
