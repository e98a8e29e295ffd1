package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.imap.command.Verb;
import org.posthorn.protocol.testing.TestClient;

/// RFC 3501 §3: every command in every state is run or refused as its group says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateTableTest {
  private enum State {
    NOT_AUTHENTICATED,
    AUTHENTICATED,
    SELECTED
  }

  private ImapFixture fixture;

  @BeforeAll
  void start() {
    fixture = new ImapFixture();
  }

  @AfterAll
  void stop() throws IOException {
    fixture.close();
  }

  static List<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (State state : State.values()) {
      for (Verb verb : Verb.values()) {
        cells.add(Arguments.of(state, verb));
      }
    }
    return cells;
  }

  private static boolean allowed(State state, Verb verb) {
    return switch (verb.states()) {
      case ANY -> true;
      case PRE_LOGIN -> state == State.NOT_AUTHENTICATED;
      case ACCOUNT -> state != State.NOT_AUTHENTICATED;
      case SELECTED -> state == State.SELECTED;
    };
  }

  private static String line(Verb verb) {
    return switch (verb) {
      case ID -> "ID NIL";
      case AUTHENTICATE -> "AUTHENTICATE PLAIN =";
      case LOGIN -> "LOGIN nobody wrong";
      case ENABLE -> "ENABLE X";
      case SELECT, EXAMINE -> verb + " INBOX";
      case CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE -> verb + " some-mailbox";
      case RENAME -> "RENAME none other";
      case LIST, LSUB -> verb + " \"\" *";
      case STATUS -> "STATUS INBOX (MESSAGES)";
      case APPEND -> "APPEND none {1+}\r\nx";
      case UID_EXPUNGE -> "UID EXPUNGE 99";
      case SEARCH -> "SEARCH ALL";
      case FETCH -> "FETCH 1 UID";
      case STORE -> "STORE 1 +FLAGS.SILENT (\\Seen)";
      case COPY, MOVE -> verb + " 1 none";
      case CAPABILITY, NOOP, LOGOUT, STARTTLS, NAMESPACE, IDLE, CHECK, CLOSE, UNSELECT, EXPUNGE ->
          verb.wireName();
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aCommandIsAllowedWhereItsGroupSays(State state, Verb verb) throws IOException {
    try (TestClient client = fixture.server().connect()) {
      client.expectPrefix("* OK");
      if (state != State.NOT_AUTHENTICATED) {
        ImapFixture.command(client, "LOGIN alice@example.test pass");
      }
      if (state == State.SELECTED) {
        ImapFixture.command(client, "EXAMINE INBOX");
      }
      client.line("x " + line(verb));
      String reply = client.readLine();
      while (reply.startsWith("* ")) {
        reply = client.readLine();
      }
      String outcome = reply.startsWith("+ ") ? "+" : reply.split(" ")[1];
      if (allowed(state, verb)) {
        assertEquals(verb == Verb.AUTHENTICATE, outcome.equals("BAD"), reply);
      } else {
        assertEquals("BAD", outcome, reply);
        assertNotEquals("x BAD Unknown command", reply);
      }
    }
  }
}
