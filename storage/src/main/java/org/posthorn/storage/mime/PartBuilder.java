package org.posthorn.storage.mime;

import java.util.ArrayList;
import java.util.List;

/// A part whose end has not been seen yet.
final class PartBuilder {
  /// What the part turned out to be once its header was read.
  enum Kind {
    LEAF,
    MULTIPART,
    MESSAGE
  }

  final long headerStart;

  /// Whether the part's header is also a message's header, that is, whether it has an envelope.
  final boolean isMessageContent;

  final boolean inDigest;

  private Kind kind = Kind.LEAF;
  private MimeFields mime = MimeFields.PLAIN_TEXT;
  private Envelope envelope = Envelope.EMPTY;
  private Envelope innerEnvelope = Envelope.EMPTY;
  private long bodyStart;
  private long linesBefore;
  private final List<Part> children = new ArrayList<>(0);

  PartBuilder(long headerStart, boolean isMessageContent, boolean inDigest) {
    this.headerStart = headerStart;
    this.isMessageContent = isMessageContent;
    this.inDigest = inDigest;
  }

  /// The header is complete.
  void begin(Kind newKind, MimeFields newMime, Envelope newEnvelope, long start, long lines) {
    kind = newKind;
    mime = newMime;
    envelope = newEnvelope;
    bodyStart = start;
    linesBefore = lines;
  }

  MimeFields mime() {
    return mime;
  }

  /// The envelope of the message whose content this is.
  Envelope envelope() {
    return envelope;
  }

  void add(PartBuilder child, Part part) {
    children.add(part);
    if (kind == Kind.MESSAGE) {
      innerEnvelope = child.envelope();
    }
  }

  /// The finished part.
  ///
  /// @param end where the body ends, if it ends after it started
  /// @param lines line breaks in the message before `end`
  Part end(long end, long lines) {
    long bodyEnd = Math.max(bodyStart, end);
    if (!children.isEmpty()) {
      // Two delimiter lines in a row share a line break: the empty part between them starts after
      // it.
      bodyEnd = Math.max(bodyEnd, children.getLast().bodyEnd());
    }
    PartBounds bounds =
        new PartBounds(headerStart, bodyStart, bodyEnd, Math.max(0, lines - linesBefore));
    return switch (kind) {
      case LEAF -> new Part.Leaf(bounds, mime);
      case MESSAGE -> new Part.EmbeddedMessage(bounds, mime, innerEnvelope, children.getFirst());
      case MULTIPART ->
          children.isEmpty()
              ? new Part.Leaf(bounds, mime.as("text", "plain", MimeFields.PLAIN_TEXT.parameters()))
              : new Part.Multipart(bounds, mime, children);
    };
  }
}
