package org.posthorn.smtp.outbound.client;

import java.util.Optional;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.storage.mime.MessageScanner;
import org.posthorn.storage.mime.MessageStructure;

/// A message with what has been found out about its content, each thing once and only when asked.
/// Not thread-safe.
public final class OutgoingMessage {
  private static final int SLICE = 64 * 1024;

  private final OutboundMessage message;
  private Optional<ContentFacts> facts = Optional.empty();
  private Optional<MessageStructure> structure = Optional.empty();

  public OutgoingMessage(OutboundMessage message) {
    this.message = message;
  }

  OutboundMessage message() {
    return message;
  }

  /// What octets there are.
  ContentFacts facts() {
    if (facts.isEmpty()) {
      facts = Optional.of(ContentFacts.of(message.content(), 0, message.content().size()));
    }
    return facts.get();
  }

  /// The MIME tree.
  MessageStructure structure() {
    if (structure.isEmpty()) {
      MessageScanner scanner = new MessageScanner();
      long size = message.content().size();
      for (long at = 0; at < size; at += SLICE) {
        byte[] slice = message.content().read(at, (int) Math.min(SLICE, size - at));
        scanner.feed(slice, 0, slice.length);
      }
      structure = Optional.of(scanner.finish());
    }
    return structure.get();
  }
}
