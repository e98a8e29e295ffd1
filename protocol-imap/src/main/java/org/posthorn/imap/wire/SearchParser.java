package org.posthorn.imap.wire;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.SearchKey;
import org.posthorn.imap.command.SearchReturn;
import org.posthorn.imap.command.SelectedCommand;

/// Arguments of SEARCH up to the keys (RFC 9051 §6.4.4, RFC 4731 §3.1).
final class SearchParser {
  private static final List<String> USUAL_CHARSETS = List.of("US-ASCII", "UTF-8", "ISO-8859-1");

  private SearchParser() {}

  static SelectedCommand.Search parse(NumberKind kind, Arguments in)
      throws SyntaxException, RefusedException {
    Cursor cursor = in.cursor;
    cursor.space("search key");
    SearchReturn returns = SearchReturn.PLAIN;
    if (takeWord(cursor, "RETURN")) {
      returns = returnOptions(cursor);
      cursor.space("search key");
    }
    Charset charset = StandardCharsets.UTF_8;
    if (takeWord(cursor, "CHARSET")) {
      charset = charset(cursor);
      cursor.space("search key");
    }
    SearchKey key = new SearchKeyParser(in, charset).all();
    return new SelectedCommand.Search(kind, returns, charset, key);
  }

  /// Takes the word and the space behind it, or nothing.
  private static boolean takeWord(Cursor cursor, String word) throws SyntaxException {
    int start = cursor.position();
    int c = cursor.peek() | 0x20;
    if (c >= 'a' && c <= 'z' && cursor.word("search key").equals(word)) {
      cursor.space("argument of " + word);
      return true;
    }
    cursor.moveTo(start);
    return false;
  }

  private static SearchReturn returnOptions(Cursor cursor) throws SyntaxException {
    Set<SearchReturn.Option> options = EnumSet.noneOf(SearchReturn.Option.class);
    cursor.open("return options");
    boolean more = !cursor.take(')');
    while (more) {
      options.add(
          switch (cursor.word("return option")) {
            case "MIN" -> SearchReturn.Option.MIN;
            case "MAX" -> SearchReturn.Option.MAX;
            case "ALL" -> SearchReturn.Option.ALL;
            case "COUNT" -> SearchReturn.Option.COUNT;
            default -> throw cursor.failBefore("unknown return option");
          });
      more = cursor.nextInList();
    }
    if (options.isEmpty()) { // RFC 4731 §3.1
      options.add(SearchReturn.Option.ALL);
    }
    return new SearchReturn(true, options);
  }

  private static Charset charset(Cursor cursor) throws SyntaxException, RefusedException {
    String name = cursor.utf8(cursor.astring("charset"), "charset");
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw new RefusedException(
          new ResponseCode.BadCharset(USUAL_CHARSETS), "charset not supported");
    }
  }

  /// Keys in a row or in parentheses, as one key.
  static SearchKey join(List<SearchKey> keys) {
    return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(new ArrayList<>(keys));
  }
}
