package org.posthorn.auth.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.Name;

/// Names as text and on the wire (RFC 1035 §3.1). Text is taken literally: a backslash is a
/// character like any other, as names come from strangers.
final class DnsNames {
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 255;

  private DnsNames() {}

  /// The name; empty where the text cannot be one.
  static Optional<Name> parse(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (bare.isEmpty() || bare.length() > MAX_NAME) {
      return Optional.empty();
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream(bare.length() + 2);
    int start = 0;
    while (start <= bare.length()) {
      int dot = bare.indexOf('.', start);
      int end = dot < 0 ? bare.length() : dot;
      if (end == start || end - start > MAX_LABEL || !putLabel(wire, bare, start, end)) {
        return Optional.empty();
      }
      start = end + 1;
    }
    wire.write(0);
    return wire.size() > MAX_NAME ? Optional.empty() : Optional.of(fromWire(wire.toByteArray()));
  }

  /// The name without its final dot; the root is empty. Characters that would not read back are
  /// escaped (RFC 1035 §5.1).
  static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true);
  }

  private static boolean putLabel(ByteArrayOutputStream wire, String text, int start, int end) {
    wire.write(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c > 126) {
        return false;
      }
      wire.write(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return true;
  }

  private static Name fromWire(byte[] wire) {
    try {
      return new Name(wire);
    } catch (IOException e) {
      throw new IllegalStateException("labels were checked", e);
    }
  }
}
