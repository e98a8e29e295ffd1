package org.posthorn.storage.mime;

/// Where a part lies in its message, in octets from the message's first octet, end exclusive.
///
/// @param headerStart the first octet of the part's header
/// @param bodyStart the first octet after the header and its blank line
/// @param bodyEnd the end of the body; the line break before a delimiter line belongs to the
///     delimiter (RFC 2046 §5.1.1)
/// @param lines the number of line breaks in the body (RFC 3501 `body-fld-lines`)
public record PartBounds(long headerStart, long bodyStart, long bodyEnd, long lines) {
  public PartBounds {
    if (headerStart < 0 || bodyStart < headerStart || bodyEnd < bodyStart || lines < 0) {
      throw new IllegalArgumentException(
          "bounds out of order: " + headerStart + " " + bodyStart + " " + bodyEnd + " " + lines);
    }
  }
}
