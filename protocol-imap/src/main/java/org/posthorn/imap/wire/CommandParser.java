package org.posthorn.imap.wire;

import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.command.Verb;

/// Reads one command with its literals: finds tag and verb, and leaves the arguments to the parser
/// of the command's family. Thread-safe.
///
/// @param limits bounds on the command's parts
/// @param utf8Names whether mailbox names are UTF-8 and not modified UTF-7
public record CommandParser(ParserLimits limits, boolean utf8Names) {
  private static final int MAX_SHOWN_WORD = 30;

  /// Reads a command; whatever the octets, it returns a request.
  ///
  /// @param text the command's line without its CRLF; where it has literals, `{n}` CRLF, the octets
  ///     and the rest of the line. For APPEND it ends with the announcement of the message.
  /// @param length how many octets of `text` count
  public ImapRequest parse(byte[] text, int length) {
    Cursor cursor = new Cursor(text, length);
    Tag tag;
    try {
      tag = tag(cursor);
    } catch (SyntaxException e) {
      return new ImapRequest.Malformed(Optional.empty(), Optional.empty(), e.problem());
    }
    return command(tag, cursor);
  }

  private ImapRequest command(Tag tag, Cursor cursor) {
    Optional<Verb> verb = Optional.empty();
    try {
      cursor.space("command");
      String word = cursor.word("command");
      boolean uid = word.equals("UID");
      if (uid) {
        cursor.space("command");
        word = cursor.word("command");
      }
      verb = verb(word, uid);
      if (verb.isEmpty()) {
        return new ImapRequest.Unknown(tag, shown(uid ? "UID " + word : word));
      }
      Arguments arguments = new Arguments(cursor, limits, utf8Names);
      ImapCommand command =
          arguments(verb.get(), uid ? NumberKind.UID : NumberKind.SEQUENCE, arguments);
      cursor.end();
      return new ImapRequest.Valid(tag, command);
    } catch (SyntaxException e) {
      return new ImapRequest.Malformed(Optional.of(tag), verb, e.problem());
    } catch (RefusedException e) {
      return new ImapRequest.Refused(tag, verb.orElseThrow(), e.code(), e.problem());
    }
  }

  private static Tag tag(Cursor cursor) throws SyntaxException {
    StringBuilder tag = new StringBuilder();
    while (Tag.isTagChar(cursor.peek())) {
      if (tag.length() == Tag.MAX_LENGTH) {
        throw cursor.fail("tag longer than " + Tag.MAX_LENGTH + " characters");
      }
      char c = (char) cursor.peek();
      tag.append(c);
      cursor.take(c);
    }
    if (tag.isEmpty()) {
      throw cursor.missing("tag");
    }
    return new Tag(tag.toString());
  }

  /// The verb of a word; with `UID` before it only those that may have that.
  private static Optional<Verb> verb(String word, boolean uid) {
    return switch (word) {
      case "FETCH" -> Optional.of(Verb.FETCH);
      case "STORE" -> Optional.of(Verb.STORE);
      case "SEARCH" -> Optional.of(Verb.SEARCH);
      case "COPY" -> Optional.of(Verb.COPY);
      case "MOVE" -> Optional.of(Verb.MOVE);
      case "EXPUNGE" -> Optional.of(uid ? Verb.UID_EXPUNGE : Verb.EXPUNGE);
      default -> uid ? Optional.empty() : otherVerb(word);
    };
  }

  private static Optional<Verb> otherVerb(String word) {
    for (Verb verb : Verb.values()) {
      if (verb != Verb.UID_EXPUNGE && verb.name().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  private static String shown(String word) {
    return word.length() <= MAX_SHOWN_WORD ? word : word.substring(0, MAX_SHOWN_WORD) + "...";
  }

  private static ImapCommand arguments(Verb verb, NumberKind kind, Arguments in)
      throws SyntaxException, RefusedException {
    return switch (verb) {
      case CAPABILITY -> new AnyStateCommand.Capability();
      case NOOP -> new AnyStateCommand.Noop();
      case LOGOUT -> new AnyStateCommand.Logout();
      case ID -> AuthCommandParser.id(in);
      case STARTTLS -> new PreLoginCommand.StartTls();
      case AUTHENTICATE -> AuthCommandParser.authenticate(in);
      case LOGIN -> AuthCommandParser.login(in);
      case ENABLE -> AuthCommandParser.enable(in);
      case SELECT, EXAMINE, CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, STATUS ->
          MailboxCommandParser.parse(verb, in);
      case LIST -> ListParser.list(in);
      case LSUB -> ListParser.lsub(in);
      case NAMESPACE -> new AccountCommand.Namespace();
      case APPEND -> AppendParser.parse(in);
      case IDLE -> new AccountCommand.Idle();
      case CHECK -> new SelectedCommand.Check();
      case CLOSE -> new SelectedCommand.Close();
      case UNSELECT -> new SelectedCommand.Unselect();
      case EXPUNGE -> new SelectedCommand.Expunge();
      case UID_EXPUNGE, STORE, COPY, MOVE -> MessageCommandParser.parse(verb, kind, in);
      case SEARCH -> SearchParser.parse(kind, in);
      case FETCH -> FetchParser.parse(kind, in);
    };
  }
}
