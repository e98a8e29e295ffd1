package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AppendMessage;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.Tag;
import org.posthorn.storage.model.Flags;

class CommandReaderTest {
  private static final CommandParser PARSER = new CommandParser(ParserLimits.AFTER_LOGIN, false);

  private static CommandReader reader(CommandSource source) {
    return new CommandReader(source, PARSER);
  }

  private static ImapRequest read(BytesSource source) throws IOException {
    return reader(source).read(source.line().orElseThrow());
  }

  @Test
  void everyCommandIsGatheredFromItsLinesAndLiterals() throws IOException {
    for (Map.Entry<String, ImapCommand> row : CommandTable.all().entrySet()) {
      BytesSource source = new BytesSource("t " + row.getKey() + "\r\nNEXT");
      assertEquals(new ImapRequest.Valid(new Tag("t"), row.getValue()), read(source));
      assertEquals("NEXT", source.rest());
      int waiting = row.getKey().split("\\d}\r\n", -1).length - 1;
      assertEquals(waiting, source.invitations(), row.getKey());
    }
  }

  @Test
  void aMessageIsLeftToTheCaller() throws IOException {
    for (Map.Entry<String, AccountCommand.Append> row : CommandTable.appends().entrySet()) {
      BytesSource source = new BytesSource("t " + row.getKey() + "\r\nNEXT");
      assertEquals(new ImapRequest.Valid(new Tag("t"), row.getValue()), read(source));
      assertEquals("NEXT", source.rest());
    }
  }

  @Test
  void severalMessagesCanFollow() throws IOException {
    BytesSource source =
        new BytesSource("t APPEND x {3+}\r\nabc (\\Seen) {2+}\r\nde\r\nu NOOP\r\n");
    CommandReader reader = reader(source);
    reader.read(source.line().orElseThrow());
    source.skip(3);
    var next = assertInstanceOf(AppendStep.Next.class, reader.afterMessage());
    assertEquals(2, next.message().size());
    source.skip(2);
    assertEquals(new AppendStep.End(), reader.afterMessage());
    assertEquals("u NOOP\r\n", source.rest());
  }

  @Test
  void whatTheCallerLeavesOfAnAppendIsPassedOver() throws IOException {
    String append = "t APPEND x {8+}\r\nu NOOP\r\n (\\Seen) {2+}\r\nde\r\n";
    BytesSource untouched = new BytesSource(append + "v NOOP\r\n");
    CommandReader first = reader(untouched);
    first.read(untouched.line().orElseThrow());
    first.finish();
    assertEquals("v NOOP\r\n", untouched.rest());
    first.finish();
    assertEquals("v NOOP\r\n", untouched.rest());

    BytesSource taken = new BytesSource(append + "v NOOP\r\n");
    CommandReader second = reader(taken);
    second.read(taken.line().orElseThrow());
    second.accept(new AppendMessage(Flags.NONE, Optional.empty(), 8, false));
    taken.skip(8);
    second.finish();
    assertEquals("v NOOP\r\n", taken.rest());

    BytesSource waits = new BytesSource("t APPEND x {8}\r\nv NOOP\r\n");
    CommandReader third = reader(waits);
    third.read(waits.line().orElseThrow());
    third.finish();
    assertEquals("v NOOP\r\n", waits.rest());
    assertEquals(0, waits.invitations());
  }

  @Test
  void anAcceptedMessageIsInvitedOnlyIfTheClientWaits() throws IOException {
    BytesSource source = new BytesSource("\r\n");
    CommandReader reader = reader(source);
    reader.accept(new AppendMessage(Flags.NONE, Optional.empty(), 8, false));
    assertEquals(0, source.invitations());
    reader.accept(new AppendMessage(Flags.NONE, Optional.empty(), 8, true));
    assertEquals(1, source.invitations());
  }

  @Test
  void trashBehindAMessageIsMalformed() throws IOException {
    BytesSource source = new BytesSource("trash {3+}\r\nabc\r\nu NOOP\r\n");
    assertInstanceOf(AppendStep.Malformed.class, reader(source).afterMessage());
    assertEquals("u NOOP\r\n", source.rest());
  }

  @Test
  void aRefusedMessageIsPassedOverOnlyIfItComes() throws IOException {
    BytesSource comes = new BytesSource("abc (\\Seen) {2+}\r\nde\r\nu NOOP\r\n");
    reader(comes).discard(new AppendMessage(Flags.NONE, Optional.empty(), 3, false));
    assertEquals("u NOOP\r\n", comes.rest());

    BytesSource waits = new BytesSource("u NOOP\r\n");
    reader(waits).discard(new AppendMessage(Flags.NONE, Optional.empty(), 3, true));
    assertEquals("u NOOP\r\n", waits.rest());
  }

  @Test
  void theMessageOfAMalformedAppendIsNoCommand() throws IOException {
    BytesSource source = new BytesSource("t APPEND x (\\Foo) {8+}\r\nu LOGOUT\r\nv NOOP\r\n");
    var malformed = assertInstanceOf(ImapRequest.Malformed.class, read(source));
    assertEquals(Optional.of(new Tag("t")), malformed.tag());
    assertEquals("v NOOP\r\n", source.rest());
  }

  @Test
  void tooLargeALiteralIsPassedOverWithTheRestOfTheCommand() throws IOException {
    String big = "x".repeat(70_000);
    BytesSource source =
        new BytesSource("t LOGIN {70000+}\r\n" + big + " {2+}\r\nab\r\nu NOOP\r\n");
    var malformed = assertInstanceOf(ImapRequest.Malformed.class, read(source));
    assertEquals(Optional.of(new Tag("t")), malformed.tag());
    assertEquals("u NOOP\r\n", source.rest());
    assertEquals(0, source.invitations());
  }

  @Test
  void aClientThatWaitsIsNotInvitedToSendTooMuch() throws IOException {
    BytesSource source = new BytesSource("t LOGIN {70000}\r\nu NOOP\r\n");
    assertInstanceOf(ImapRequest.Malformed.class, read(source));
    assertEquals(0, source.invitations());
    assertEquals("u NOOP\r\n", source.rest());
  }

  @Test
  void aLiteralThatCannotBePassedOverEndsTheConnection() {
    BytesSource source = new BytesSource("t LOGIN {9999999999+}\r\n");
    assertThrows(UnusableLiteralException.class, () -> read(source));
  }

  @Test
  void anImpossibleLiteralSizeIsMalformed() throws IOException {
    BytesSource source = new BytesSource("t LOGIN {99999999999999999999}\r\nu NOOP\r\n");
    var malformed = assertInstanceOf(ImapRequest.Malformed.class, read(source));
    assertEquals(Optional.of(new Tag("t")), malformed.tag());
    assertEquals("u NOOP\r\n", source.rest());
  }

  @Test
  void thousandsOfLiteralsAreNoCommand() throws IOException {
    BytesSource source =
        new BytesSource("t SEARCH TEXT {0+}" + "\r\n {0+}".repeat(5_000) + "\r\n\r\nu NOOP\r\n");
    assertInstanceOf(ImapRequest.Malformed.class, read(source));
    assertEquals("u NOOP\r\n", source.rest());
  }

  @Test
  void aConversationCutShortEndsWithTheSourcesException() {
    String whole = "t LOGIN {5+}\r\nalice {4+}\r\npass\r\n";
    for (int cut = whole.indexOf('\n') + 1; cut < whole.length(); cut++) {
      BytesSource source = new BytesSource(whole.substring(0, cut));
      assertThrows(EOFException.class, () -> read(source), "cut at " + cut);
    }
  }

  @Test
  void beforeLoginLessIsTaken() throws IOException {
    BytesSource source = new BytesSource("t LOGIN {9000}\r\n");
    CommandReader reader =
        new CommandReader(source, new CommandParser(ParserLimits.BEFORE_LOGIN, false));
    assertInstanceOf(ImapRequest.Malformed.class, reader.read(source.line().orElseThrow()));

    BytesSource small = new BytesSource("t LOGIN a {1}\r\nb\r\n");
    CommandReader again =
        new CommandReader(small, new CommandParser(ParserLimits.BEFORE_LOGIN, false));
    assertEquals(
        new ImapRequest.Valid(new Tag("t"), new PreLoginCommand.Login("a", "b")),
        again.read(small.line().orElseThrow()));
    assertTrue(small.rest().isEmpty());
  }
}
