package org.posthorn.imap.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AppendMessage;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.Tag;

/// Gathers the lines and literals of a command and has them parsed. A message of APPEND is left
/// where it is: the caller reads or refuses it, then asks for what follows.
///
/// The protocol with the caller for APPEND: [#read] gives the command with its first message
/// announced. Either [#discard] it; or, after an invitation if it is synchronizing, read exactly
/// its octets from the connection and call [#afterMessage].
///
/// For one session's thread. Methods throw what the source throws.
public final class CommandReader {
  /// The largest unwanted literal that is read past to keep the connection.
  public static final long MAX_SKIPPED = 64L * 1024 * 1024;

  private static final byte[] APPEND = "APPEND".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CRLF = {'\r', '\n'};

  private final CommandSource source;
  private CommandParser parser;
  private Message message = Message.NONE;
  private Optional<AppendMessage> announced = Optional.empty();

  /// Where the input stands in an APPEND command.
  private enum Message {
    /// In none.
    NONE,
    /// Before the octets of a message.
    ANNOUNCED,
    /// In them or behind them.
    ACCEPTED
  }

  public CommandReader(CommandSource source, CommandParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /// Sets how commands are parsed from now on: after login, or when UTF-8 names are enabled.
  public void parser(CommandParser newParser) {
    parser = newParser;
  }

  /// Reads the command that begins with this line.
  ///
  /// @throws UnusableLiteralException if a literal cannot be taken nor passed over
  public ImapRequest read(byte[] firstLine) throws IOException {
    ParserLimits limits = parser.limits();
    byte[] text = firstLine;
    byte[] line = firstLine;
    for (int literals = 0; ; literals++) {
      Optional<LiteralHead> head;
      try {
        head = LiteralHead.atEnd(line);
      } catch (SyntaxException _) {
        return malformed(firstLine, "literal size too large");
      }
      if (head.isEmpty() || announcesMessage(text)) {
        return parsed(text, head);
      }
      if (literals == limits.items() || head.get().size() > limits.commandOctets() - text.length) {
        pass(head.get());
        return malformed(firstLine, "command too long");
      }
      text = withLiteral(text, head.get());
      Optional<byte[]> next = source.line();
      if (next.isEmpty()) {
        return malformed(firstLine, "command too long");
      }
      line = next.get();
      if (text.length + line.length > limits.commandOctets()) {
        passFrom(line);
        return malformed(firstLine, "command too long");
      }
      text = joined(text, line);
    }
  }

  /// Refuses a message of APPEND and passes over what the client sends of the command anyway. The
  /// caller sends the completion afterwards.
  public void discard(AppendMessage unwanted) throws IOException {
    message = Message.NONE;
    pass(new LiteralHead(unwanted.size(), unwanted.synchronizing()));
  }

  /// Has the client send a message; the caller reads its octets next.
  public void accept(AppendMessage wanted) throws IOException {
    message = Message.ACCEPTED;
    if (wanted.synchronizing()) {
      source.invite();
    }
  }

  /// Passes over what the caller left of the command, if it left anything: because the command was
  /// refused in this state, or because something went wrong. What was begun of a message's octets
  /// must be read or skipped before.
  public void finish() throws IOException {
    switch (message) {
      case NONE -> {}
      case ANNOUNCED -> discard(announced.orElseThrow());
      case ACCEPTED -> {
        message = Message.NONE;
        Optional<byte[]> line = source.line();
        if (line.isPresent()) {
          passFrom(line.get());
        }
      }
    }
  }

  /// Reads on after the octets of a message.
  public AppendStep afterMessage() throws IOException {
    message = Message.NONE;
    Optional<byte[]> line = source.line();
    if (line.isEmpty()) {
      return new AppendStep.Malformed("line too long");
    }
    byte[] text = line.get();
    if (text.length == 0) {
      return new AppendStep.End();
    }
    Cursor cursor = new Cursor(text, text.length);
    try {
      AppendMessage next =
          AppendParser.message(new Arguments(cursor, parser.limits(), parser.utf8Names()));
      cursor.end();
      announce(next);
      return new AppendStep.Next(next);
    } catch (SyntaxException e) {
      passFrom(text);
      return new AppendStep.Malformed(e.problem());
    }
  }

  private ImapRequest parsed(byte[] text, Optional<LiteralHead> literal) throws IOException {
    ImapRequest request = parser.parse(text, text.length);
    if (request instanceof ImapRequest.Valid(_, AccountCommand.Append append)) {
      announce(append.first());
    } else if (literal.isPresent()) {
      pass(literal.get());
    }
    return request;
  }

  private void announce(AppendMessage next) {
    message = Message.ANNOUNCED;
    announced = Optional.of(next);
  }

  private byte[] withLiteral(byte[] text, LiteralHead head) throws IOException {
    if (head.synchronizing()) {
      source.invite();
    }
    int size = (int) head.size();
    byte[] grown = Arrays.copyOf(text, text.length + CRLF.length + size);
    System.arraycopy(CRLF, 0, grown, text.length, CRLF.length);
    source.literal(grown, grown.length - size, size);
    return grown;
  }

  private static byte[] joined(byte[] text, byte[] line) {
    byte[] grown = Arrays.copyOf(text, text.length + line.length);
    System.arraycopy(line, 0, grown, text.length, line.length);
    return grown;
  }

  /// Passes over the rest of a command from an unwanted literal on. A client that waits sends
  /// nothing more.
  private void pass(LiteralHead unwanted) throws IOException {
    LiteralHead head = unwanted;
    while (!head.synchronizing()) {
      if (head.size() > MAX_SKIPPED) {
        throw new UnusableLiteralException(head.size());
      }
      source.skip(head.size());
      Optional<LiteralHead> next = source.line().flatMap(CommandReader::headAtEnd);
      if (next.isEmpty()) {
        return;
      }
      head = next.get();
    }
  }

  private void passFrom(byte[] line) throws IOException {
    Optional<LiteralHead> head = headAtEnd(line);
    if (head.isPresent()) {
      pass(head.get());
    }
  }

  private static Optional<LiteralHead> headAtEnd(byte[] line) {
    try {
      return LiteralHead.atEnd(line);
    } catch (SyntaxException _) {
      return Optional.empty();
    }
  }

  private static ImapRequest malformed(byte[] firstLine, String problem) {
    return new ImapRequest.Malformed(tagOf(firstLine), Optional.empty(), problem);
  }

  private static Optional<Tag> tagOf(byte[] line) {
    int end = 0;
    while (end < line.length && end < Tag.MAX_LENGTH && Tag.isTagChar(line[end])) {
      end++;
    }
    return end == 0 || end == line.length || line[end] != ' '
        ? Optional.empty()
        : Optional.of(new Tag(new String(line, 0, end, StandardCharsets.US_ASCII)));
  }

  /// Whether the literal announced at the end of the text is a message, and not the mailbox name of
  /// an APPEND or an argument of another command.
  private static boolean announcesMessage(byte[] text) {
    int i = 0;
    while (i < text.length && text[i] != ' ') {
      i++;
    }
    int verb = i + 1;
    int arguments = verb + APPEND.length + 1;
    if (arguments >= text.length || text[arguments - 1] != ' ' || !isAppend(text, verb)) {
      return false;
    }
    boolean nameIsLiteral = text[arguments] == '{';
    return !nameIsLiteral || hasLineEnd(text);
  }

  private static boolean isAppend(byte[] text, int from) {
    for (int i = 0; i < APPEND.length; i++) {
      if ((text[from + i] & ~0x20) != APPEND[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLineEnd(byte[] text) {
    for (byte octet : text) {
      if (octet == '\n') {
        return true;
      }
    }
    return false;
  }
}
