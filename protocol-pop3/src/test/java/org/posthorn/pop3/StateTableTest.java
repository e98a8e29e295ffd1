package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthorn.pop3.command.Verb;
import org.posthorn.protocol.testing.TestClient;

/// Every state × every command: RFC 1939 §3.
final class StateTableTest {
  private enum Rule {
    BEFORE_LOGIN,
    AFTER_LOGIN,
    ALWAYS
  }

  private static Rule rule(Verb verb) {
    return switch (verb) {
      case USER, PASS, APOP, AUTH, STLS, UTF8 -> Rule.BEFORE_LOGIN;
      case CAPA, LANG, QUIT -> Rule.ALWAYS;
      case STAT, LIST, RETR, DELE, NOOP, RSET, TOP, UIDL -> Rule.AFTER_LOGIN;
    };
  }

  private static String example(Verb verb) {
    return switch (verb) {
      case USER, PASS -> verb + " nobody";
      case AUTH -> "AUTH PLAIN *";
      case LIST, UIDL, RETR, DELE -> verb + " 1";
      case TOP -> "TOP 1 0";
      default -> verb.name();
    };
  }

  private static String answer(Pop3TestServer server, boolean loggedIn, Verb verb)
      throws IOException {
    try (TestClient client = loggedIn ? server.login() : server.connect()) {
      client.line(example(verb));
      String answer = client.readLine();
      if (loggedIn && verb != Verb.QUIT) {
        // The lock has to be free before the next login.
        client.line("QUIT");
        String line = client.readLine();
        while (!line.startsWith("+OK Goodbye")) {
          line = client.readLine();
        }
      }
      return answer;
    }
  }

  @Test
  void commandsAreTakenInTheirStates() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      Set<Verb> seen = EnumSet.noneOf(Verb.class);
      for (Verb verb : Verb.values()) {
        server.add("Subject: test\r\n\r\n");
        String before = answer(server, false, verb);
        String after = answer(server, true, verb);
        assertEquals(
            rule(verb) == Rule.AFTER_LOGIN, before.equals("-ERR Log in first"), verb + before);
        assertEquals(
            rule(verb) == Rule.BEFORE_LOGIN, after.equals("-ERR Logged in already"), verb + after);
        assertTrue(rule(verb) == Rule.BEFORE_LOGIN || after.startsWith("+OK"), verb + after);
        seen.add(verb);
      }
      assertEquals(EnumSet.allOf(Verb.class), seen);
    }
  }
}
