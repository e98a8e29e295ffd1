package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.command.Verb;
import org.posthorn.storage.model.MailboxName;

/// Every line of [CommandTable], among them the parameters of RFC 4466, and what is not a command.
class CommandParserTest {
  private static final CommandParser PARSER = new CommandParser(ParserLimits.AFTER_LOGIN, false);

  static ImapRequest parse(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return PARSER.parse(octets, octets.length);
  }

  @TestFactory
  Stream<DynamicTest> everyTextIsItsRecord() {
    return CommandTable.all().entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(),
                    () ->
                        assertEquals(
                            new ImapRequest.Valid(new Tag("a.1"), row.getValue()),
                            parse("a.1 " + row.getKey()))));
  }

  @TestFactory
  Stream<DynamicTest> everyAppendIsItsRecord() {
    return CommandTable.appends().entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(),
                    () ->
                        assertEquals(
                            new ImapRequest.Valid(new Tag("a"), row.getValue()),
                            parse("a " + row.getKey()))));
  }

  @Test
  void theTableHasEveryVerb() {
    Set<Verb> seen = EnumSet.of(Verb.APPEND);
    CommandTable.all().values().forEach(command -> seen.add(command.verb()));
    assertEquals(EnumSet.allOf(Verb.class), seen);
  }

  @Test
  void noCommandCutShortIsTheWholeCommand() {
    for (Map.Entry<String, ImapCommand> row : CommandTable.all().entrySet()) {
      String text = "a " + row.getKey();
      if (text.endsWith("/")) {
        continue; // a separator at the end of a name means nothing
      }
      for (int cut = 0; cut < text.length(); cut++) {
        ImapRequest request = parse(text.substring(0, cut));
        if (request instanceof ImapRequest.Valid(_, var command)) {
          assertNotEquals(row.getValue(), command, text.substring(0, cut));
        }
      }
    }
  }

  @Test
  void noCommandHasTextBehindIt() {
    for (String text : CommandTable.all().keySet()) {
      assertFalse(
          parse("a " + text + " )") instanceof ImapRequest.Valid, () -> "accepted: " + text);
      assertFalse(
          parse("a " + text + "\r\nb NOOP") instanceof ImapRequest.Valid,
          () -> "accepted: " + text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a SELECT|missing mailbox name at position 9",
        "a SELECT  x|more than one space at position 10",
        "a SELECT x y|parameter list expected at position 12",
        "a SELECT \"x|closing quote missing in mailbox name at position 12",
        "a SELECT \"x\\y\"|bad escape in mailbox name at position 13",
        "a SELECT &AGE-|mailbox name is not valid modified UTF-7 before position 15",
        "a LOGIN alice|missing password at position 14",
        "a LOGIN alice {3|missing '}' at position 17",
        "a LOGIN {99999999999999999999} x|literal size too large at position 10",
        "a AUTHENTICATE PLAIN !|invalid base64 at position 22",
        "a AUTHENTICATE PLAIN AAA|invalid base64 at position 25",
        "a CREATE x (FOO)|unknown parameter before position 16",
        "a STATUS x ()|status item expected at position 13",
        "a STATUS x (FOO)|unknown status item before position 16",
        "a FETCH 0 FLAGS|message number must not be 0 at position 9",
        "a FETCH 4294967296 FLAGS|message number too large at position 9",
        "a FETCH 1, FLAGS|message number expected at position 11",
        "a FETCH 1 (FLAGS|missing ')' at position 17",
        "a FETCH 1 (ALL)|unknown fetch item before position 15",
        "a FETCH 1 BODY[0]|part number must not be 0 at position 16",
        "a FETCH 1 BODY[MIME]|MIME needs a part number before position 20",
        "a FETCH 1 BODY[1.]|section expected at position 18",
        "a FETCH 1 BODY[]<0.0>|length must not be 0 at position 20",
        "a FETCH 1 BODY[]<1>|'.' expected at position 19",
        "a FETCH 1 BODY[HEADER.FIELDS ()]|header field name expected at position 31",
        "a FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)"
            + "|VANISHED needs UID FETCH with CHANGEDSINCE before position 42",
        "a STORE 1 FOO (x)|FLAGS or FLAGS.SILENT expected before position 14",
        "a STORE 1 FLAGS (\\Recent)|\\Recent cannot be changed before position 25",
        "a STORE 1 FLAGS (\\Foo)|no such system flag before position 22",
        "a STORE 1 FLAGS (a b|missing ')' at position 21",
        "a SEARCH|missing search key at position 9",
        "a SEARCH FOO|unknown search key before position 13",
        "a SEARCH ON 31-Feb-2026|no such day before position 24",
        "a SEARCH ON 1-Foo-2026|bad month at position 15",
        "a SEARCH OR ALL|missing search key at position 16",
        "a SEARCH TEXT {1}|literal expected in text at position 18",
        "a UID NOOP 1|",
        "a APPEND x|missing message at position 11",
        "a APPEND x foo|message literal expected at position 12",
        "a APPEND x \" 1-Jan-2026 25:00:00 +0000\" {1}|no such time of day before position 40",
        "a APPEND x \" 1-Jan-2026 00:00:00 +1900\" {1}|no such time zone before position 39",
        "a NOOP x|unexpected text after the command at position 7",
        "a ID (\"x\")|field value expected at position 10",
        "a LIST (RECURSIVEMATCH) \"\" *"
            + "|RECURSIVEMATCH needs another selection option before position 24",
      })
  void errorsSayWhatAndWhere(String text, String problem) {
    switch (parse(text)) {
      case ImapRequest.Malformed malformed -> {
        assertEquals(Optional.of(new Tag("a")), malformed.tag());
        assertEquals(problem, malformed.problem());
      }
      case ImapRequest.Unknown unknown -> assertEquals("UID NOOP", unknown.name());
      case ImapRequest.Valid valid -> throw new AssertionError("accepted as " + valid.command());
      case ImapRequest.Refused refused -> throw new AssertionError("refused: " + refused);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "* OK", "+ x", "(", "\"a\" NOOP", "{3}", "a\u0000 NOOP", "ä x"})
  void whatHasNoTagIsMalformedWithoutTag(String text) {
    var malformed = assertInstanceOf(ImapRequest.Malformed.class, parse(text));
    if (malformed.tag().isPresent()) {
      assertEquals("a", malformed.tag().get().value(), text);
    }
  }

  @Test
  void anUnknownCommandIsToldApart() {
    assertEquals(new ImapRequest.Unknown(new Tag("a"), "XYZZY"), parse("a xyzzy 1 2"));
    assertEquals(new ImapRequest.Unknown(new Tag("a"), "UID_EXPUNGE"), parse("a UID_EXPUNGE 1"));
    var longName = assertInstanceOf(ImapRequest.Unknown.class, parse("a " + "x".repeat(9000)));
    assertTrue(longName.name().length() < 40);
  }

  @Test
  void namesThatCanNeverBeAreRefused() {
    assertEquals(ResponseCode.Simple.CANNOT, refused("a SELECT \"\"").code());
    assertEquals(ResponseCode.Simple.CANNOT, refused("a CREATE a//b").code());
    assertEquals(ResponseCode.Simple.CANNOT, refused("a CREATE \"a*b\"").code());
    assertEquals(ResponseCode.Simple.USEATTR, refused("a CREATE x (USE (\\Foo))").code());
    var code = refused("a SEARCH CHARSET X-NONE TEXT x").code();
    assertTrue(assertInstanceOf(ResponseCode.BadCharset.class, code).supported().contains("UTF-8"));
    refused("a SEARCH CHARSET \"((\" TEXT x");
  }

  private static ImapRequest.Refused refused(String text) {
    return assertInstanceOf(ImapRequest.Refused.class, parse(text));
  }

  @Test
  void nestingIsBoundedAndNeverOverflows() {
    for (String text :
        new String[] {
          "a SEARCH " + "(".repeat(10_000) + "ALL" + ")".repeat(10_000),
          "a SEARCH " + "NOT ".repeat(10_000) + "ALL",
          "a SEARCH " + "OR ".repeat(10_000) + "ALL",
          "a FETCH 1 " + "(".repeat(10_000),
          "a LIST " + "(".repeat(10_000)
        }) {
      assertInstanceOf(ImapRequest.Malformed.class, parse(text));
    }
    assertInstanceOf(ImapRequest.Valid.class, parse("a SEARCH " + "NOT ".repeat(150) + "ALL"));
  }

  @Test
  void listsAreBounded() {
    assertInstanceOf(
        ImapRequest.Malformed.class, parse("a FETCH " + "1,".repeat(17_000) + "1 FLAGS"));
    assertInstanceOf(
        ImapRequest.Malformed.class, parse("a FETCH 1 (" + "UID ".repeat(200) + "UID)"));
    StringBuilder keywords = new StringBuilder("a STORE 1 FLAGS (x");
    for (int i = 0; i < 1_100; i++) {
      keywords.append(" k").append(i);
    }
    assertInstanceOf(ImapRequest.Malformed.class, parse(keywords.append(')').toString()));
    assertInstanceOf(
        ImapRequest.Malformed.class, parse("a STORE 1 FLAGS (" + "k".repeat(201) + ")"));
    assertInstanceOf(ImapRequest.Malformed.class, parse("t".repeat(300) + " NOOP"));
  }

  @Test
  void octetsThatNoStringMayHoldAreRefused() {
    assertInstanceOf(ImapRequest.Malformed.class, parse("a LOGIN a \"b\u0000\""));
    assertInstanceOf(ImapRequest.Malformed.class, parse("a LOGIN a {2}\r\nb\u0000"));
    assertInstanceOf(ImapRequest.Malformed.class, parse("a LOGIN a \"b\rc\""));
    assertInstanceOf(ImapRequest.Malformed.class, parse("a LOGIN a \u00e4"));
    assertInstanceOf(ImapRequest.Malformed.class, parse("a LOGIN a \"\u00e4\""));
    assertInstanceOf(ImapRequest.Malformed.class, parse("a SELECT \"\u00c3\u00a4\""));
  }

  @Test
  void mailboxNamesAreUtf8WhereThatIsEnabled() {
    byte[] text = "a SELECT \"ä & &AGE-\"".getBytes(StandardCharsets.UTF_8);
    CommandParser parser = new CommandParser(ParserLimits.AFTER_LOGIN, true);
    var valid = assertInstanceOf(ImapRequest.Valid.class, parser.parse(text, text.length));
    var select = assertInstanceOf(AccountCommand.Select.class, valid.command());
    assertEquals(MailboxName.parse("ä & &AGE-"), select.mailbox());
  }

  @Test
  void secretsDoNotShow() {
    assertFalse(parse("a LOGIN alice hunter2").toString().contains("hunter2"));
    assertFalse(parse("a AUTHENTICATE PLAIN AGEAYg==").toString().contains("AGEAYg"));
    assertFalse(parse("a LOGIN alice hunter2 x").toString().contains("hunter2"));
  }
}
