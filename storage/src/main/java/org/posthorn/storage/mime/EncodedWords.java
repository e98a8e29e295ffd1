package org.posthorn.storage.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Makes readable text of header values: RFC 2047 encoded words, and raw octets above 127, which
/// are UTF-8 (RFC 6532) or, when they are not, Windows-1252.
///
/// Neighbouring words of one character set are joined before they are decoded, since senders cut
/// multi-octet characters apart. What is no proper encoded word stays as it is. Linear in the
/// value. Stateless.
public final class EncodedWords {
  private EncodedWords() {}

  /// The text of a value, given as octet string.
  public static String decode(String value) {
    if (value.indexOf("=?") < 0) {
      return plain(value);
    }
    return new Decoder(value).decode();
  }

  private static String plain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0x7f) {
        return Charsets.decode(value.getBytes(StandardCharsets.ISO_8859_1), "");
      }
    }
    return value;
  }

  /// One encoded word at a place of a value.
  record Word(String charset, boolean base64, int textStart, int textEnd) {
    int end() {
      return textEnd + 2;
    }

    /// The word that starts at `from`, where the value has `=?`.
    static Optional<Word> at(String value, int from) {
      int charsetEnd = token(value, from + 2);
      if (charsetEnd == from + 2 || charsetEnd + 2 >= value.length()) {
        return Optional.empty();
      }
      char encoding = value.charAt(charsetEnd + 1);
      boolean base64 = encoding == 'B' || encoding == 'b';
      boolean quoted = encoding == 'Q' || encoding == 'q';
      if (value.charAt(charsetEnd) != '?'
          || !(base64 || quoted)
          || value.charAt(charsetEnd + 2) != '?') {
        return Optional.empty();
      }
      int textStart = charsetEnd + 3;
      int textEnd = textEnd(value, textStart);
      if (textEnd < 0) {
        return Optional.empty();
      }
      // RFC 2231 §5: a language may follow the character set.
      String charset = value.substring(from + 2, charsetEnd);
      int star = charset.indexOf('*');
      return Optional.of(
          new Word(star < 0 ? charset : charset.substring(0, star), base64, textStart, textEnd));
    }

    private static int token(String value, int from) {
      int i = from;
      int limit = Math.min(value.length(), from + 80);
      while (i < limit
          && value.charAt(i) > ' '
          && value.charAt(i) != '?'
          && value.charAt(i) != '=') {
        i++;
      }
      return i;
    }

    /// Where the text ends: at the first `?=`. Spaces and question marks are allowed in it, against
    /// the RFC, but not the begin of another word.
    private static int textEnd(String value, int from) {
      for (int i = from; i + 1 < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '?' && value.charAt(i + 1) == '=') {
          return i;
        }
        boolean padding = i + 2 < value.length() && value.charAt(i + 2) == '=';
        if (c == '=' && value.charAt(i + 1) == '?' && !padding) {
          return -1;
        }
      }
      return -1;
    }
  }

  private static final class Decoder {
    private final String value;
    private final StringBuilder out;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";

    Decoder(String value) {
      this.value = value;
      this.out = new StringBuilder(value.length());
    }

    String decode() {
      int plainFrom = 0;
      int at = value.indexOf("=?");
      while (at >= 0) {
        Optional<Word> found = Word.at(value, at);
        if (found.isEmpty()) {
          at = value.indexOf("=?", at + 2);
          continue;
        }
        Word word = found.get();
        // RFC 2047 §6.2: white space between two encoded words is not shown.
        if (plainFrom == 0 || !isBlank(plainFrom, at)) {
          flush();
          out.append(plain(value.substring(plainFrom, at)));
        }
        add(word);
        plainFrom = word.end();
        at = value.indexOf("=?", plainFrom);
      }
      flush();
      return out.append(plain(value.substring(plainFrom))).toString();
    }

    private boolean isBlank(int from, int to) {
      for (int i = from; i < to; i++) {
        if (!FieldText.isSpace(value.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private void add(Word word) {
      if (!word.charset().equalsIgnoreCase(pendingCharset)) {
        flush();
        pendingCharset = word.charset();
      }
      if (word.base64()) {
        addBase64(word);
      } else {
        addQuoted(word);
      }
    }

    private void addBase64(Word word) {
      int bits = 0;
      int held = 0;
      for (int i = word.textStart(); i < word.textEnd(); i++) {
        int digit = base64(value.charAt(i));
        if (digit < 0) {
          continue;
        }
        bits = bits << 6 | digit;
        held += 6;
        if (held >= 8) {
          held -= 8;
          pending.write(bits >> held);
        }
      }
    }

    private static int base64(char c) {
      if (c >= 'A' && c <= 'Z') {
        return c - 'A';
      }
      if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
      }
      if (c >= '0' && c <= '9') {
        return c - '0' + 52;
      }
      return c == '+' ? 62 : c == '/' ? 63 : -1;
    }

    private void addQuoted(Word word) {
      for (int i = word.textStart(); i < word.textEnd(); i++) {
        int octet = value.charAt(i);
        if (octet == '_') {
          octet = ' ';
        } else if (octet == '=' && i + 2 < word.textEnd()) {
          int high = Character.digit(value.charAt(i + 1), 16);
          int low = Character.digit(value.charAt(i + 2), 16);
          if (high >= 0 && low >= 0) {
            octet = high << 4 | low;
            i += 2;
          }
        }
        pending.write(octet);
      }
    }

    private void flush() {
      if (pending.size() > 0) {
        out.append(Charsets.decode(pending.toByteArray(), pendingCharset));
        pending.reset();
      }
      pendingCharset = "";
    }
  }
}
