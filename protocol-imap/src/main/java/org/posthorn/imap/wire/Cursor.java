package org.posthorn.imap.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks over the octets of one command and takes the terminals of RFC 9051 §9 from them: atoms,
/// numbers, strings. Literals stand in the text as they came: `{5}` CRLF and five octets.
final class Cursor {
  private static final int ATOM = 1;
  private static final int ASTRING = 2;
  private static final int LIST = 4;
  private static final byte[] CLASS = classes();

  private final byte[] text;
  private final int end;
  private int position;

  Cursor(byte[] text, int end) {
    this.text = text;
    this.end = end;
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = 0x21; c < 0x7F; c++) {
      classes[c] =
          switch (c) {
            case '(', ')', '{', '"', '\\' -> 0;
            case '%', '*' -> LIST;
            case ']' -> ASTRING | LIST;
            default -> ATOM | ASTRING | LIST;
          };
    }
    return classes;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  boolean atEnd() {
    return position == end;
  }

  /// The next octet, or -1 at the end.
  int peek() {
    return position < end ? text[position] & 0xFF : -1;
  }

  /// Takes the octet if it comes next.
  boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  void expect(char wanted, String name) throws SyntaxException {
    if (!take(wanted)) {
      throw missing(name);
    }
  }

  /// Takes the single space before an argument.
  void space(String before) throws SyntaxException {
    if (!take(' ')) {
      throw missing(before);
    }
    if (peek() == ' ') {
      throw fail("more than one space");
    }
  }

  void open(String list) throws SyntaxException {
    expect('(', list);
  }

  /// Takes the `)` and returns false, or the space before the next element and returns true.
  boolean nextInList() throws SyntaxException {
    if (take(')')) {
      return false;
    }
    space("')'");
    return true;
  }

  void end() throws SyntaxException {
    if (position != end) {
      throw fail("unexpected text after the command");
    }
  }

  SyntaxException missing(String what) {
    return fail(position == end ? "missing " + what : what + " expected");
  }

  SyntaxException fail(String problem) {
    return new SyntaxException(problem + " at position " + (position + 1));
  }

  /// As [#fail], for what has been taken already.
  SyntaxException failBefore(String problem) {
    return new SyntaxException(problem + " before position " + (position + 1));
  }

  String atom(String what) throws SyntaxException {
    return run(ATOM, what);
  }

  /// A word in upper case: letters, digits, `.`, `-`, `_`; stops before anything else.
  String word(String what) throws SyntaxException {
    int start = position;
    while (position < end && isWordChar(text[position])) {
      position++;
    }
    if (position == start) {
      throw missing(what);
    }
    return upper(ascii(start, position));
  }

  private static boolean isWordChar(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  /// Upper case in ASCII alone, whatever the locale.
  static String upper(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 'a' && word.charAt(i) <= 'z') {
        byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
        for (int j = i; j < bytes.length; j++) {
          bytes[j] = bytes[j] >= 'a' && bytes[j] <= 'z' ? (byte) (bytes[j] - 32) : bytes[j];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    return word;
  }

  private String run(int kind, String what) throws SyntaxException {
    int start = position;
    skipRun(kind);
    if (position == start) {
      throw missing(what);
    }
    return ascii(start, position);
  }

  private void skipRun(int kind) {
    while (position < end && (CLASS[text[position] & 0xFF] & kind) != 0) {
      position++;
    }
  }

  private String ascii(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  boolean atDigit() {
    int c = peek();
    return c >= '0' && c <= '9';
  }

  /// A number from 0 to `max`.
  long number(String what, long max) throws SyntaxException {
    if (!atDigit()) {
      throw missing(what);
    }
    int start = position;
    long value = 0;
    while (atDigit()) {
      int digit = text[position] - '0';
      if (value > (max - digit) / 10) {
        position = start;
        throw fail(what + " too large");
      }
      value = value * 10 + digit;
      position++;
    }
    return value;
  }

  /// A number from 1 to `max`.
  long positive(String what, long max) throws SyntaxException {
    int start = position;
    long value = number(what, max);
    if (value == 0) {
      position = start;
      throw fail(what + " must not be 0");
    }
    return value;
  }

  /// Exactly so many digits.
  int digits(int count, String what) throws SyntaxException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (!atDigit()) {
        throw fail("bad " + what);
      }
      value = value * 10 + (text[position++] - '0');
    }
    return value;
  }

  /// An `astring`: characters of an atom or `]`, a quoted string, or a literal.
  byte[] astring(String what) throws SyntaxException {
    return wordOrString(ASTRING, what);
  }

  /// A `list-mailbox`: as an astring, with wildcards.
  byte[] listMailbox(String what) throws SyntaxException {
    return wordOrString(LIST, what);
  }

  private byte[] wordOrString(int kind, String what) throws SyntaxException {
    int c = peek();
    if (c == '"' || c == '{') {
      return string(what);
    }
    int start = position;
    skipRun(kind);
    if (position == start) {
      throw missing(what);
    }
    return Arrays.copyOfRange(text, start, position);
  }

  /// A `string`: quoted or a literal.
  byte[] string(String what) throws SyntaxException {
    return switch (peek()) {
      case '"' -> quoted(what);
      case '{' -> literal(what);
      default -> throw missing(what);
    };
  }

  /// Whether `NIL` comes next, as a word of its own; takes it.
  boolean takeNil() {
    if (end - position < 3 || !upper(ascii(position, position + 3)).equals("NIL")) {
      return false;
    }
    if (end - position > 3 && (CLASS[text[position + 3] & 0xFF] & ASTRING) != 0) {
      return false;
    }
    position += 3;
    return true;
  }

  private byte[] quoted(String what) throws SyntaxException {
    int start = ++position;
    int escapes = 0;
    while (position < end && text[position] != '"') {
      int c = text[position];
      if (c == '\r' || c == '\n' || c == 0) {
        throw fail("control character in " + what);
      }
      if (c == '\\') {
        escapes++;
        position++;
        if (peek() != '"' && peek() != '\\') {
          throw fail("bad escape in " + what);
        }
      }
      position++;
    }
    if (position >= end) {
      position = end;
      throw fail("closing quote missing in " + what);
    }
    byte[] value = unescape(start, position, escapes);
    position++;
    return value;
  }

  private byte[] unescape(int from, int to, int escapes) {
    if (escapes == 0) {
      return Arrays.copyOfRange(text, from, to);
    }
    byte[] value = new byte[to - from - escapes];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (text[i] == '\\') {
        i++;
      }
      value[n++] = text[i];
    }
    return value;
  }

  private byte[] literal(String what) throws SyntaxException {
    long size = LiteralHead.take(this).size();
    boolean lineEnds = end - position >= 2 && text[position] == '\r' && text[position + 1] == '\n';
    if (!lineEnds || end - position - 2 < size) {
      throw fail("literal expected in " + what);
    }
    position += 2;
    int start = position;
    position += (int) size;
    for (int i = start; i < position; i++) {
      if (text[i] == 0) {
        position = i;
        throw fail("NUL in " + what); // RFC 9051 §9: literals hold no NUL
      }
    }
    return Arrays.copyOfRange(text, start, position);
  }

  /// Text in UTF-8, of which ASCII is a part.
  String utf8(byte[] octets, String what) throws SyntaxException {
    return decode(octets, StandardCharsets.UTF_8, what);
  }

  /// Text in a charset; refused if it is not valid there.
  String decode(byte[] octets, Charset charset, String what) throws SyntaxException {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(octets))
          .toString();
    } catch (CharacterCodingException _) {
      throw failBefore(what + " is not valid " + charset.name() + "");
    }
  }
}
