package org.posthorn.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.imap.command.Verb;

/// What CAPABILITY announces (RFC 3501 §7.2.1).
public final class Capabilities {
  /// What a client can make use of before it has logged in.
  private static final List<String> FIRST =
      List.of("IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "ENABLE", "IDLE");

  /// What no command of its own stands for.
  private static final List<String> OTHERS =
      List.of(
          "CHILDREN", // RFC 3348
          "SPECIAL-USE", // RFC 6154
          "MULTIAPPEND", // RFC 3502
          "ESEARCH", // RFC 4731
          "LIST-EXTENDED", // RFC 5258
          "LIST-STATUS"); // RFC 5819

  private static final List<String> AFTER_LOGIN =
      Stream.of(
              FIRST.stream(),
              Stream.of(Verb.values())
                  .filter(verb -> verb != Verb.STARTTLS)
                  .flatMap(verb -> verb.capability().stream()),
              OTHERS.stream())
          .flatMap(names -> names)
          .distinct()
          .toList();

  private Capabilities() {}

  /// What a client that has logged in can use.
  public static List<String> afterLogin() {
    return AFTER_LOGIN;
  }

  /// What a client can use that has not logged in.
  ///
  /// @param startTls whether STARTTLS can be used now
  /// @param mechanisms the SASL mechanisms that can be used now
  /// @param login whether LOGIN can be used now (RFC 3501 §6.2.3)
  public static List<String> beforeLogin(boolean startTls, List<String> mechanisms, boolean login) {
    List<String> names = new ArrayList<>(FIRST);
    if (startTls) {
      names.add("STARTTLS");
    }
    if (!login) {
      names.add("LOGINDISABLED");
    }
    mechanisms.forEach(mechanism -> names.add("AUTH=" + mechanism));
    return names;
  }
}
