package org.posthorn.pop3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.pop3.command.MessageNumber;
import org.posthorn.pop3.command.Pop3Command;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Verb;
import org.posthorn.protocol.frame.Line;

final class CommandParserTest {
  private static final CommandParser PARSER = new CommandParser();

  private static Parsed parse(String text) {
    return PARSER.parse(new Line(text.getBytes(StandardCharsets.UTF_8), true));
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("USER alice@example.test", new Pop3Command.User("alice@example.test")),
        Arguments.of("user  a b ", new Pop3Command.User("a b")),
        Arguments.of("USER jürgen", new Pop3Command.User("jürgen")),
        Arguments.of("PASS secret", new Pop3Command.Pass("secret")),
        Arguments.of("PASS  two words\t ", new Pop3Command.Pass(" two words\t ")),
        Arguments.of("PASS  ", new Pop3Command.Pass(" ")),
        Arguments.of("APOP", new Pop3Command.Apop()),
        Arguments.of("APOP a b c", new Pop3Command.Apop()),
        Arguments.of("AUTH", new Pop3Command.AuthMechanisms()),
        Arguments.of("AUTH ", new Pop3Command.AuthMechanisms()),
        Arguments.of("AUTH plain", new Pop3Command.Auth("PLAIN", Optional.empty())),
        Arguments.of("auth PLAIN =", new Pop3Command.Auth("PLAIN", Optional.of("="))),
        Arguments.of(
            "AUTH SCRAM-SHA-256-PLUS biws",
            new Pop3Command.Auth("SCRAM-SHA-256-PLUS", Optional.of("biws"))),
        Arguments.of("STLS", new Pop3Command.StartTls()),
        Arguments.of("UTF8", new Pop3Command.Utf8()),
        Arguments.of("CAPA ", new Pop3Command.Capa()),
        Arguments.of("LANG", new Pop3Command.Lang(Optional.empty())),
        Arguments.of("LANG *", new Pop3Command.Lang(Optional.of("*"))),
        Arguments.of("LANG de-CH-1996", new Pop3Command.Lang(Optional.of("de-CH-1996"))),
        Arguments.of("QuIt", new Pop3Command.Quit()),
        Arguments.of("STAT", new Pop3Command.Stat()),
        Arguments.of("LIST", new Pop3Command.List(Optional.empty())),
        Arguments.of("LIST 12", new Pop3Command.List(message(12))),
        Arguments.of("UIDL", new Pop3Command.Uidl(Optional.empty())),
        Arguments.of("UIDL 9999999999", new Pop3Command.Uidl(message(9_999_999_999L))),
        Arguments.of("RETR 1", new Pop3Command.Retr(new MessageNumber(1))),
        Arguments.of("RETR  0001 ", new Pop3Command.Retr(new MessageNumber(1))),
        Arguments.of("DELE 2", new Pop3Command.Dele(new MessageNumber(2))),
        Arguments.of("NOOP", new Pop3Command.Noop()),
        Arguments.of("RSET", new Pop3Command.Rset()),
        Arguments.of("TOP 3 0", new Pop3Command.Top(new MessageNumber(3), 0)),
        Arguments.of("TOP 3  10", new Pop3Command.Top(new MessageNumber(3), 10)));
  }

  private static Optional<MessageNumber> message(long number) {
    return Optional.of(new MessageNumber(number));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readsCommands(String text, Pop3Command expected) {
    assertEquals(new Parsed.Command(expected), parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "USER",
        "USER ",
        "PASS",
        "PASS ",
        "AUTH PLAIN a b",
        "AUTH PLA!N",
        "STLS x",
        "UTF8 x",
        "CAPA x",
        "LANG a b",
        "LANG $",
        "LANG toolongtag",
        "QUIT x",
        "STAT 1",
        "LIST x",
        "LIST 1 2",
        "LIST -1",
        "LIST +1",
        "LIST 1.0",
        "LIST ١",
        "UIDL 12345678901",
        "RETR",
        "RETR 1 2",
        "RETR *",
        "DELE",
        "DELE 1:2",
        "NOOP x",
        "RSET x",
        "TOP",
        "TOP 1",
        "TOP 1 2 3",
        "TOP 1 -1",
        "TOP x 1"
      })
  void saysHowToWriteWhatIsWrong(String text) {
    Verb verb = Verb.of(text.split(" ", 2)[0]).orElseThrow();
    assertEquals(new Parsed.Malformed(Replies.usage(verb)), parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " QUIT", "QUIT\t", "XTND", "STAT1", "USER:alice", "ſTAT"})
  void knowsNoOtherCommands(String text) {
    Parsed parsed = parse(text);
    assertEquals(new Parsed.Malformed(Replies.UNKNOWN_COMMAND), parsed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIST 0", "RETR 00", "DELE 0", "TOP 0 1", "UIDL 0"})
  void messagesAreCountedFromOne(String text) {
    assertEquals(new Parsed.Malformed(Replies.MESSAGE_ZERO), parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NOOP\0", "\0", "USER a\rb", "PASS a\u0001b", "PASS \u007f", "USER \u0085"})
  void refusesControls(String text) {
    assertEquals(new Parsed.Malformed(Replies.BAD_CHARACTERS), parse(text));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] octets = {'U', 'S', 'E', 'R', ' ', (byte) 0xff};
    assertEquals(
        new Parsed.Malformed(Replies.BAD_CHARACTERS), PARSER.parse(new Line(octets, true)));
  }

  @Test
  void takesBareLineFeeds() {
    assertEquals(
        new Parsed.Command(new Pop3Command.Stat()),
        PARSER.parse(new Line("STAT".getBytes(StandardCharsets.US_ASCII), false)));
  }

  @Test
  void showsNoSecrets() {
    assertFalse(new Pop3Command.Pass("pencil").toString().contains("pencil"));
    assertFalse(
        new Pop3Command.Auth("PLAIN", Optional.of("cGVuY2ls")).toString().contains("cGVuY2ls"));
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void everyVerbCanBeWritten(Verb verb) {
    String example =
        switch (verb) {
          case USER, PASS -> verb + " x";
          case RETR, DELE -> verb + " 1";
          case TOP -> verb + " 1 1";
          default -> verb.name();
        };
    Parsed.Command parsed = assertInstanceOf(Parsed.Command.class, parse(example));
    assertEquals(verb, parsed.command().verb());
  }

  @Property(tries = 500)
  void anyOctetsGetAnAnswer(@ForAll byte[] octets) {
    assertNotNull(PARSER.parse(new Line(octets, true)));
  }

  @Property(tries = 500)
  void anyArgumentsGetAnAnswer(@ForAll Verb verb, @ForAll String rest) {
    assertNotNull(parse(verb + " " + rest));
  }
}
