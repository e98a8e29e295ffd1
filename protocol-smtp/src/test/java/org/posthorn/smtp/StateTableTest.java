package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command in every state (RFC 5321 §4.1.4).
class StateTableTest {
  private static final List<String> COMMANDS =
      List.of(
          "EHLO c.test",
          "HELO c.test",
          "MAIL FROM:<alice@example.test>",
          "RCPT TO:<bob@example.test>",
          "DATA",
          "BDAT 3\r\nabc",
          "BDAT 3 LAST\r\nabc",
          "RSET",
          "NOOP",
          "VRFY x",
          "EXPN x",
          "HELP",
          "AUTH PLAIN =",
          "FOO");

  /// One state: how to come there, and the reply codes to [#COMMANDS].
  private record State(String name, List<String> script, List<Integer> replies) {}

  private static final String MAIL = "MAIL FROM:<alice@example.test>";
  private static final String RCPT = "RCPT TO:<alice@example.test>";
  private static final String CHUNK = "BDAT 2\r\nxy";

  private static final List<State> RELAY =
      List.of(
          new State(
              "greeted",
              List.of(),
              List.of(250, 250, 503, 503, 503, 503, 503, 250, 250, 252, 502, 214, 502, 500)),
          new State(
              "ready",
              List.of("EHLO c.test"),
              List.of(250, 250, 250, 503, 503, 503, 503, 250, 250, 252, 502, 214, 502, 500)),
          new State(
              "mail given",
              List.of("EHLO c.test", MAIL),
              List.of(250, 250, 503, 250, 503, 503, 503, 250, 250, 252, 502, 214, 502, 500)),
          new State(
              "rcpt given",
              List.of("EHLO c.test", MAIL, RCPT),
              List.of(250, 250, 503, 250, 354, 250, 250, 250, 250, 252, 502, 214, 502, 500)),
          new State(
              "chunking",
              List.of("EHLO c.test", MAIL, RCPT, CHUNK),
              List.of(250, 250, 503, 503, 503, 250, 250, 250, 250, 252, 502, 214, 502, 500)));

  private static final List<State> SUBMISSION =
      List.of(
          new State(
              "greeted",
              List.of(),
              List.of(250, 250, 503, 503, 503, 503, 503, 250, 250, 252, 502, 214, 503, 500)),
          new State(
              "ready",
              List.of("EHLO c.test"),
              List.of(250, 250, 530, 503, 503, 503, 503, 250, 250, 252, 502, 214, 501, 500)),
          new State(
              "logged in",
              List.of("EHLO c.test", "AUTH PLAIN " + plain()),
              List.of(250, 250, 250, 503, 503, 503, 503, 250, 250, 252, 502, 214, 503, 500)),
          new State(
              "mail given",
              List.of("EHLO c.test", "AUTH PLAIN " + plain(), MAIL),
              List.of(250, 250, 503, 250, 503, 503, 503, 250, 250, 252, 502, 214, 503, 500)),
          new State(
              "rcpt given",
              List.of("EHLO c.test", "AUTH PLAIN " + plain(), MAIL, RCPT),
              List.of(250, 250, 503, 250, 354, 250, 250, 250, 250, 252, 502, 214, 503, 500)),
          new State(
              "chunking",
              List.of("EHLO c.test", "AUTH PLAIN " + plain(), MAIL, RCPT, CHUNK),
              List.of(250, 250, 503, 503, 503, 250, 250, 250, 250, 252, 502, 214, 503, 500)));

  @TempDir Path directory;

  private static String plain() {
    return SmtpClient.base64("\0alice@example.test\0" + Town.PASSWORD);
  }

  @Test
  void relayAnswersByState() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory)) {
      for (State state : RELAY) {
        assertEquals(state.replies(), replies(smtp, state, true), state.name());
      }
    }
  }

  @Test
  void submissionAnswersByState() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory)) {
      for (State state : SUBMISSION) {
        assertEquals(state.replies(), replies(smtp, state, false), state.name());
      }
    }
  }

  private static List<Integer> replies(SmtpFixture smtp, State state, boolean relay)
      throws IOException {
    List<Integer> codes = new ArrayList<>();
    for (String command : COMMANDS) {
      try (SmtpClient client = relay ? smtp.relay() : smtp.submission()) {
        client.expect("220 ");
        for (String line : state.script()) {
          client.raw(line + (line.startsWith("BDAT") ? "" : "\r\n")).expect("2");
        }
        client.raw(command + (command.startsWith("BDAT") ? "" : "\r\n"));
        codes.add(Integer.parseInt(client.reply().substring(0, 3)));
      }
    }
    return codes;
  }
}
