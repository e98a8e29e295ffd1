package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.PreLoginCommand;

/// Arguments of LOGIN, AUTHENTICATE, ENABLE and ID.
final class AuthCommandParser {
  private static final int MAX_ID_FIELDS = 30;

  private AuthCommandParser() {}

  static PreLoginCommand.Login login(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("user name");
    String user = cursor.utf8(cursor.astring("user name"), "user name");
    cursor.space("password");
    String password = cursor.utf8(cursor.astring("password"), "password");
    return new PreLoginCommand.Login(user, password);
  }

  static PreLoginCommand.Authenticate authenticate(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("mechanism");
    String mechanism = Cursor.upper(cursor.atom("mechanism"));
    if (!cursor.take(' ')) {
      return new PreLoginCommand.Authenticate(mechanism, Optional.empty());
    }
    // RFC 4959 §3: "=" is an initial response without octets.
    String response = cursor.take('=') ? "" : base64(cursor);
    return new PreLoginCommand.Authenticate(mechanism, Optional.of(response));
  }

  private static String base64(Cursor cursor) throws SyntaxException {
    StringBuilder base64 = new StringBuilder();
    while (isBase64(cursor.peek())) {
      base64.append((char) cursor.peek());
      cursor.take((char) cursor.peek());
    }
    for (int i = 0; i < 2 && cursor.take('='); i++) {
      base64.append('=');
    }
    if (base64.isEmpty() || base64.length() % 4 != 0) {
      throw cursor.fail("invalid base64");
    }
    return base64.toString();
  }

  private static boolean isBase64(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  static AccountCommand.Enable enable(Arguments in) throws SyntaxException {
    List<String> names = new ArrayList<>();
    in.cursor.space("capability");
    do {
      names.add(Cursor.upper(in.cursor.atom("capability")));
    } while (names.size() < in.limits.items() && in.cursor.take(' '));
    return new AccountCommand.Enable(names);
  }

  static AnyStateCommand.Id id(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("NIL or a list");
    Map<String, Optional<String>> fields = new LinkedHashMap<>();
    if (cursor.takeNil()) {
      return new AnyStateCommand.Id(fields);
    }
    cursor.open("NIL or a list");
    if (cursor.take(')')) {
      return new AnyStateCommand.Id(fields);
    }
    do {
      if (fields.size() == MAX_ID_FIELDS) { // RFC 2971 §3.3
        throw cursor.fail("more than " + MAX_ID_FIELDS + " fields");
      }
      String name = cursor.utf8(cursor.string("field name"), "field name");
      cursor.space("field value");
      fields.put(
          name,
          cursor.takeNil()
              ? Optional.empty()
              : Optional.of(cursor.utf8(cursor.string("field value"), "field value")));
    } while (cursor.nextInList());
    return new AnyStateCommand.Id(fields);
  }
}
