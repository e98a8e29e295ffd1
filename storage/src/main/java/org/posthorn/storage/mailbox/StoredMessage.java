package org.posthorn.storage.mailbox;

import java.time.Instant;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.EmailId;

/// A message as a visitor sees it. Valid only during the visit.
public interface StoredMessage {
  /// The UID in the mailbox that is read.
  long uid();

  EmailId email();

  Instant internalDate();

  /// All octets: the trace header that this server added, then what the sender sent. Offsets of
  /// [#structure()] count from [#prefixLength()].
  Content content();

  /// The octets of the message up to the end of its header at least, and no more than those of
  /// [#content()]. Where only the header is wanted, this is read much faster.
  default Content header() {
    return content();
  }

  /// How many octets of [#content()] this server added in front.
  int prefixLength();

  /// The parsed structure of what the sender sent: parsed once for each distinct body, then kept.
  /// The trace header is not part of it.
  MessageStructure structure();
}
