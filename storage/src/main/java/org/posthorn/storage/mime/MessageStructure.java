package org.posthorn.storage.mime;

import java.util.Optional;

/// All that is known of a message without reading it again: its size, envelope, MIME tree with
/// offsets, and preview. Immutable.
///
/// `BODY[HEADER]` is `content.headerStart()..content.bodyStart()`, `BODY[TEXT]` is
/// `content.bodyStart()..size`.
///
/// @param size the message's size in octets
/// @param envelope the message's envelope
/// @param content the root of the MIME tree; its header is the message's header
/// @param preview at most 200 characters (Unicode) of the first text, white space collapsed; empty
///     when there is none
public record MessageStructure(long size, Envelope envelope, Part content, String preview) {

  /// The longest preview, in UTF-16 units (RFC 8970 §3.1 allows up to 256 characters).
  public static final int MAX_PREVIEW = 200;

  /// The part with this number, by the rules of RFC 9051 §6.4.5: numbers start at 1; a message that
  /// is no multipart has a part 1, its body; the parts of an embedded multipart message follow
  /// directly on the message's number. No number at all gives the root.
  ///
  /// @return empty when there is no such part
  public Optional<Part> part(int... path) {
    if (path.length == 0) {
      return Optional.of(content);
    }
    Optional<Part> part = inMessage(content, path[0]);
    for (int i = 1; i < path.length && part.isPresent(); i++) {
      part = inside(part.get(), path[i]);
    }
    return part;
  }

  private static Optional<Part> inside(Part part, int number) {
    return switch (part) {
      case Part.Multipart multipart -> child(multipart, number);
      case Part.EmbeddedMessage message -> inMessage(message.content(), number);
      case Part.Leaf _ -> Optional.empty();
    };
  }

  /// The part of a message: of its multipart, else the message's only part.
  private static Optional<Part> inMessage(Part content, int number) {
    if (content instanceof Part.Multipart multipart) {
      return child(multipart, number);
    }
    return number == 1 ? Optional.of(content) : Optional.empty();
  }

  private static Optional<Part> child(Part.Multipart multipart, int number) {
    return number >= 1 && number <= multipart.parts().size()
        ? Optional.of(multipart.parts().get(number - 1))
        : Optional.empty();
  }
}
