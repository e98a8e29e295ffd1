package org.posthorn.imap.session;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.mime.Part;

/// The message that a search looks at: first what the snapshot tells of it, later also the message.
/// One object serves a whole search. For one thread.
final class SearchCandidate {
  /// The most octets of one header that are searched; what lies behind is no header anybody reads.
  private static final int MAX_HEADER = 4 << 20;

  private final SelectedMailbox view;
  private final MailboxSnapshot snapshot;
  private final Instant now;
  private int index;
  private Optional<StoredMessage> message = Optional.empty();
  private Optional<byte[]> header = Optional.empty();

  SearchCandidate(SelectedMailbox view, Instant now) {
    this.view = view;
    this.snapshot = view.snapshot();
    this.now = now;
  }

  /// Looks at the message at an index of the snapshot, unread.
  SearchCandidate at(int newIndex) {
    index = newIndex;
    message = Optional.empty();
    header = Optional.empty();
    return this;
  }

  /// Looks at a message that can be read.
  SearchCandidate read(int newIndex, StoredMessage stored) {
    index = newIndex;
    message = Optional.of(stored);
    header = Optional.empty();
    return this;
  }

  boolean isRead() {
    return message.isPresent();
  }

  MailboxSnapshot snapshot() {
    return snapshot;
  }

  int index() {
    return index;
  }

  boolean isRecent() {
    return view.isRecent(snapshot.uid(index));
  }

  Instant now() {
    return now;
  }

  MessageStructure structure() {
    return stored().structure();
  }

  Content content() {
    return stored().content();
  }

  /// Where offsets of the structure start in the content.
  int offset() {
    return stored().prefixLength();
  }

  /// The message's header, with the fields that this server added.
  byte[] header() {
    if (header.isEmpty()) {
      long end = offset() + structure().content().bodyStart();
      int length = (int) Math.min(end, MAX_HEADER);
      Content start = stored().header();
      header = Optional.of((start.size() < length ? content() : start).read(0, length));
    }
    return header.get();
  }

  /// The header of a part.
  byte[] header(Part part) {
    long length = Math.min(part.bodyStart() - part.headerStart(), MAX_HEADER);
    return content().read(offset() + part.headerStart(), (int) length);
  }

  private StoredMessage stored() {
    return message.orElseThrow(() -> new IllegalStateException("the message was not read"));
  }
}
