package org.posthorn.pop3.session;

import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.posthorn.pop3.command.MessageNumber;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.MaildropLock;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.UidSet;

/// What a session sees of INBOX: a snapshot taken at login, and the session's marks on it.
/// Immutable but for the lock and the source.
///
/// @param owner whose it is
/// @param actor who acts, for the store
/// @param lock held from login to the end
/// @param snapshot the messages; a message's number is its index + 1
/// @param source where their octets come from
/// @param marks the messages marked as deleted
/// @param octets the size of all messages that are not marked
record Maildrop(
    AccountId owner,
    Actor actor,
    MaildropLock lock,
    MailboxSnapshot snapshot,
    MessageSource source,
    Marks marks,
    long octets) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int UINT32_DIGITS = 8;

  /// A maildrop without marks.
  static Maildrop of(
      AccountId owner,
      Actor actor,
      MaildropLock lock,
      MailboxSnapshot snapshot,
      MailboxService mailboxes) {
    MessageSource source = new MessageSource(mailboxes, actor, owner, snapshot);
    return new Maildrop(owner, actor, lock, snapshot, source, Marks.NONE, sum(snapshot));
  }

  private static long sum(MailboxSnapshot snapshot) {
    long sum = 0;
    for (int i = 0; i < snapshot.size(); i++) {
      sum += snapshot.messageSize(i);
    }
    return sum;
  }

  /// How many messages are not marked.
  int messages() {
    return snapshot.size() - marks.count();
  }

  Lookup find(MessageNumber message) {
    if (message.value() > snapshot.size()) {
      return new Lookup.Missing();
    }
    int index = (int) message.value() - 1;
    return marks.contains(index) ? new Lookup.Marked() : new Lookup.Found(index);
  }

  long size(int index) {
    return snapshot.messageSize(index);
  }

  /// A message's unique id: its mailbox's UIDVALIDITY and its UID, which no other message ever has
  /// (RFC 1939 §7, UIDL).
  String uniqueId(int index) {
    return HEX.toHexDigits(snapshot.uidValidity(), UINT32_DIGITS)
        + HEX.toHexDigits(snapshot.uid(index), UINT32_DIGITS);
  }

  Maildrop mark(int index) {
    Marks more = marks.with(index);
    return new Maildrop(owner, actor, lock, snapshot, source, more, octets - size(index));
  }

  Maildrop withoutMarks() {
    return new Maildrop(owner, actor, lock, snapshot, source, Marks.NONE, sum(snapshot));
  }

  UidSet markedUids() {
    UidSet.Builder uids = new UidSet.Builder();
    IntStream.range(0, snapshot.size())
        .filter(marks::contains)
        .forEach(index -> uids.add(snapshot.uid(index)));
    return uids.build();
  }

  /// One line for each message that is not marked, made while it is read.
  <T> Iterable<T> lines(IntFunction<T> line) {
    return () ->
        IntStream.range(0, snapshot.size())
            .filter(index -> !marks.contains(index))
            .mapToObj(line)
            .iterator();
  }
}
