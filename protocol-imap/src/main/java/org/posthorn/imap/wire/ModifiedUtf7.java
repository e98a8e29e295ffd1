package org.posthorn.imap.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The encoding of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3): printable ASCII as itself, `&` as
/// `&-`, all else as UTF-16 in a base64 of its own between `&` and `-`.
///
/// Strict both ways: each name has exactly one encoded form, and no other is decoded, so that a
/// mailbox cannot be addressed under two spellings.
public final class ModifiedUtf7 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  private static final byte[] ENCODE = ALPHABET.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DECODE = decodeTable();

  private ModifiedUtf7() {}

  private static byte[] decodeTable() {
    byte[] table = new byte[128];
    java.util.Arrays.fill(table, (byte) -1);
    for (int i = 0; i < ENCODE.length; i++) {
      table[ENCODE[i]] = (byte) i;
    }
    return table;
  }

  /// The encoded form, in ASCII. Never fails; a text with unpaired surrogates encodes to what
  /// [#decode] refuses.
  public static String encode(String text) {
    int plain = 0;
    while (plain < text.length() && isDirect(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, plain);
    int i = plain;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isDirect(c)) {
        out.append(c);
        i++;
      } else if (c == '&') {
        out.append("&-");
        i++;
      } else {
        i = encodeRun(text, i, out);
      }
    }
    return out.toString();
  }

  /// Encodes the characters from `from` that need base64; returns where the run ends.
  private static int encodeRun(String text, int from, StringBuilder out) {
    out.append('&');
    int bits = 0;
    int held = 0;
    int i = from;
    while (i < text.length() && needsBase64(text.charAt(i))) {
      bits = bits << 16 | text.charAt(i++);
      held += 16;
      while (held >= 6) {
        held -= 6;
        out.append((char) ENCODE[bits >>> held & 0x3F]);
      }
      bits &= (1 << held) - 1;
    }
    if (held > 0) {
      out.append((char) ENCODE[bits << (6 - held) & 0x3F]);
    }
    out.append('-');
    return i;
  }

  /// The text that the ASCII octets stand for; empty if they are not the one encoded form of
  /// anything.
  public static Optional<String> decode(byte[] encoded) {
    StringBuilder out = new StringBuilder(encoded.length);
    boolean afterRun = false;
    int i = 0;
    while (i < encoded.length) {
      int c = encoded[i];
      if (c == '&') {
        boolean run = i + 1 < encoded.length && encoded[i + 1] != '-';
        // Two runs in a row could have been one.
        i = run && afterRun ? -1 : decodeShift(encoded, i + 1, out);
        if (i < 0) {
          return Optional.empty();
        }
        afterRun = run;
      } else if (c >= 0x20 && c < 0x7F) {
        out.append((char) c);
        afterRun = false;
        i++;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(out.toString());
  }

  /// Decodes what follows a `&`; returns the index behind the `-`, or -1.
  private static int decodeShift(byte[] encoded, int from, StringBuilder out) {
    if (from < encoded.length && encoded[from] == '-') {
      out.append('&');
      return from + 1;
    }
    int start = out.length();
    int bits = 0;
    int held = 0;
    int i = from;
    while (i < encoded.length && encoded[i] != '-') {
      int value = encoded[i] < 0 ? -1 : DECODE[encoded[i]];
      if (value < 0) {
        return -1;
      }
      bits = bits << 6 | value;
      held += 6;
      if (held >= 16) {
        held -= 16;
        char decoded = (char) (bits >>> held);
        if (!needsBase64(decoded)) {
          return -1;
        }
        out.append(decoded);
      }
      bits &= (1 << held) - 1;
      i++;
    }
    boolean complete = i < encoded.length && i > from && held < 6 && bits == 0;
    return complete && surrogatesPair(out, start) ? i + 1 : -1;
  }

  private static boolean surrogatesPair(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDirect(char c) {
    return c >= 0x20 && c < 0x7F && c != '&';
  }

  private static boolean needsBase64(char c) {
    return c < 0x20 || c >= 0x7F;
  }
}
