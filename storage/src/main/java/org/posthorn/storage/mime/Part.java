package org.posthorn.storage.mime;

import java.util.List;

/// One node of a message's MIME tree (RFC 2046): a leaf, a multipart, or a message within the
/// message.
///
/// `BODY[n]` is `bodyStart..bodyEnd`, `BODY[n.MIME]` is `headerStart..bodyStart` (blank line
/// included); for an [EmbeddedMessage] `BODY[n.HEADER]` and `BODY[n.TEXT]` are the same ranges of
/// its `content`.
public sealed interface Part {

  /// Where the part lies in the message.
  PartBounds bounds();

  /// The part's MIME header fields.
  MimeFields mime();

  /// A part without parts: text, an attachment, or what a limit made opaque
  /// (`application/octet-stream`).
  record Leaf(PartBounds bounds, MimeFields mime) implements Part {}

  /// A multipart with at least one part. One in which no delimiter was found is a [Leaf] of type
  /// `text/plain` instead.
  record Multipart(PartBounds bounds, MimeFields mime, List<Part> parts) implements Part {
    public Multipart {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a multipart needs a part");
      }
    }
  }

  /// A `message/rfc822` or `message/global` part: `envelope` and `content` are those of the message
  /// inside. The content's header starts where this part's body starts.
  record EmbeddedMessage(PartBounds bounds, MimeFields mime, Envelope envelope, Part content)
      implements Part {}

  /// First octet of the header.
  default long headerStart() {
    return bounds().headerStart();
  }

  /// First octet after the header's blank line.
  default long bodyStart() {
    return bounds().bodyStart();
  }

  /// End of the body, exclusive.
  default long bodyEnd() {
    return bounds().bodyEnd();
  }

  /// Size of the body in octets, as transferred (RFC 3501 `body-fld-octets`).
  default long octets() {
    return bodyEnd() - bodyStart();
  }

  /// Line breaks in the body (RFC 3501 `body-fld-lines`).
  default long lines() {
    return bounds().lines();
  }
}
