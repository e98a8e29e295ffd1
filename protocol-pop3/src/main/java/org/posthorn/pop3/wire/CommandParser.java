package org.posthorn.pop3.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.pop3.command.MessageNumber;
import org.posthorn.pop3.command.Pop3Command;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Verb;
import org.posthorn.protocol.frame.Line;

/// Reads command lines (RFC 1939 §3, RFC 2449 §4). Stateless; thread-safe.
///
/// A bare LF ends a line as CRLF does: nothing here carries data in which the two could be told
/// apart. Blanks at the end of a line are ignored, except behind a password.
public final class CommandParser {
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");
  private static final Pattern MECHANISM = Pattern.compile("[A-Za-z0-9_-]{1,20}");
  private static final Pattern LANGUAGE_RANGE =
      Pattern.compile("\\*|[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,8}");

  /// Reads one line.
  public Parsed parse(Line line) {
    Optional<String> text = line.utf8();
    if (text.isEmpty() || hasControls(text.get())) {
      return new Parsed.Malformed(Replies.BAD_CHARACTERS);
    }
    int blank = text.get().indexOf(' ');
    String word = blank < 0 ? text.get() : text.get().substring(0, blank);
    String rest = blank < 0 ? "" : text.get().substring(blank + 1);
    Optional<Verb> verb = Verb.of(word);
    if (verb.isEmpty()) {
      return new Parsed.Malformed(Replies.UNKNOWN_COMMAND);
    }
    try {
      return new Parsed.Command(command(verb.get(), rest));
    } catch (SyntaxFault fault) {
      return new Parsed.Malformed(fault.reply());
    }
  }

  /// @param rest what stands behind the verb and one blank
  private static Pop3Command command(Verb verb, String rest) throws SyntaxFault {
    return switch (verb) {
      case USER -> new Pop3Command.User(text(verb, rest.strip()));
      case PASS -> new Pop3Command.Pass(text(verb, rest)); // RFC 1939 §7: blanks are part of it
      case APOP -> new Pop3Command.Apop();
      case AUTH -> auth(rest);
      case STLS -> bare(verb, rest, new Pop3Command.StartTls());
      case UTF8 -> bare(verb, rest, new Pop3Command.Utf8());
      case CAPA -> bare(verb, rest, new Pop3Command.Capa());
      case LANG -> new Pop3Command.Lang(language(rest));
      case QUIT -> bare(verb, rest, new Pop3Command.Quit());
      case STAT -> bare(verb, rest, new Pop3Command.Stat());
      case LIST -> new Pop3Command.List(optionalMessage(verb, rest));
      case UIDL -> new Pop3Command.Uidl(optionalMessage(verb, rest));
      case RETR -> new Pop3Command.Retr(message(verb, arguments(verb, rest, 1)[0]));
      case DELE -> new Pop3Command.Dele(message(verb, arguments(verb, rest, 1)[0]));
      case NOOP -> bare(verb, rest, new Pop3Command.Noop());
      case RSET -> bare(verb, rest, new Pop3Command.Rset());
      case TOP -> top(rest);
    };
  }

  private static Pop3Command auth(String rest) throws SyntaxFault {
    String[] words = words(rest);
    if (words.length == 0) {
      return new Pop3Command.AuthMechanisms();
    }
    if (words.length > 2 || !MECHANISM.matcher(words[0]).matches()) {
      throw new SyntaxFault(Replies.usage(Verb.AUTH));
    }
    return new Pop3Command.Auth(
        words[0].toUpperCase(Locale.ROOT),
        words.length == 1 ? Optional.empty() : Optional.of(words[1]));
  }

  private static Optional<String> language(String rest) throws SyntaxFault {
    String[] words = words(rest);
    if (words.length == 0) {
      return Optional.empty();
    }
    if (words.length > 1 || !LANGUAGE_RANGE.matcher(words[0]).matches()) {
      throw new SyntaxFault(Replies.usage(Verb.LANG));
    }
    return Optional.of(words[0]);
  }

  private static Pop3Command top(String rest) throws SyntaxFault {
    String[] words = arguments(Verb.TOP, rest, 2);
    return new Pop3Command.Top(message(Verb.TOP, words[0]), number(Verb.TOP, words[1]));
  }

  private static Optional<MessageNumber> optionalMessage(Verb verb, String rest)
      throws SyntaxFault {
    return words(rest).length == 0
        ? Optional.empty()
        : Optional.of(message(verb, arguments(verb, rest, 1)[0]));
  }

  private static MessageNumber message(Verb verb, String word) throws SyntaxFault {
    long number = number(verb, word);
    if (number == 0) {
      throw new SyntaxFault(Replies.MESSAGE_ZERO);
    }
    return new MessageNumber(number);
  }

  private static long number(Verb verb, String word) throws SyntaxFault {
    if (!DIGITS.matcher(word).matches()) {
      throw new SyntaxFault(Replies.usage(verb));
    }
    return Long.parseLong(word);
  }

  private static String text(Verb verb, String rest) throws SyntaxFault {
    if (rest.isEmpty()) {
      throw new SyntaxFault(Replies.usage(verb));
    }
    return rest;
  }

  private static Pop3Command bare(Verb verb, String rest, Pop3Command command) throws SyntaxFault {
    arguments(verb, rest, 0);
    return command;
  }

  private static String[] arguments(Verb verb, String rest, int count) throws SyntaxFault {
    String[] words = words(rest);
    if (words.length != count) {
      throw new SyntaxFault(Replies.usage(verb));
    }
    return words;
  }

  private static String[] words(String rest) {
    String text = rest.strip();
    return text.isEmpty() ? new String[0] : BLANKS.split(text);
  }

  /// A tab may be part of a password; any other control character is a mistake or an attack.
  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0)) {
        return true;
      }
    }
    return false;
  }
}
