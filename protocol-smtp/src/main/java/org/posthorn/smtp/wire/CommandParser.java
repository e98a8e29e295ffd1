package org.posthorn.smtp.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.protocol.frame.Line;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.command.SmtpCommand;
import org.posthorn.smtp.command.Verb;

/// Reads command lines. Stateless; thread-safe.
public final class CommandParser {
  private static final int MAX_HOST = 255;
  private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");
  private static final Pattern MECHANISM = Pattern.compile("[A-Za-z0-9_-]{1,20}");
  private static final String NOT_IN_HOSTS = "<>()\\\",;@";

  private final boolean bareLineFeeds;

  /// @param bareLineFeeds whether a command may end with LF alone
  public CommandParser(boolean bareLineFeeds) {
    this.bareLineFeeds = bareLineFeeds;
  }

  /// Reads one line.
  public Parsed parse(Line line) {
    if (!line.endedWithCrLf() && !bareLineFeeds) {
      return new Parsed.Malformed(Replies.BARE_LINE_FEED);
    }
    Optional<String> text = line.utf8();
    if (text.isEmpty() || hasControls(text.get())) {
      return new Parsed.Malformed(Replies.BAD_CHARACTERS);
    }
    Cursor in = new Cursor(text.get());
    Optional<Verb> verb = Verb.of(in.word());
    if (verb.isEmpty()) {
      return new Parsed.Malformed(Replies.UNKNOWN_COMMAND);
    }
    try {
      return new Parsed.Command(command(verb.get(), in));
    } catch (SyntaxFault fault) {
      return verb.get() == Verb.BDAT
          ? new Parsed.LostTrack(fault.reply())
          : new Parsed.Malformed(fault.reply());
    }
  }

  private static SmtpCommand command(Verb verb, Cursor in) throws SyntaxFault {
    return switch (verb) {
      case EHLO -> new SmtpCommand.Ehlo(clientName(verb, in));
      case HELO -> new SmtpCommand.Helo(clientName(verb, in));
      case LHLO -> new SmtpCommand.Lhlo(clientName(verb, in));
      case MAIL -> mail(in);
      case RCPT -> rcpt(in);
      case DATA -> bare(in, new SmtpCommand.Data());
      case BDAT -> bdat(in);
      case RSET -> bare(in, new SmtpCommand.Rset());
      case NOOP -> new SmtpCommand.Noop();
      case VRFY -> withText(verb, in, new SmtpCommand.Vrfy());
      case EXPN -> withText(verb, in, new SmtpCommand.Expn());
      case HELP -> help(in);
      case QUIT -> bare(in, new SmtpCommand.Quit());
      case STARTTLS -> startTls(in);
      case AUTH -> auth(in);
    };
  }

  /// RFC 5321 §4.1.4: a name that is wrong in fact is no reason to refuse; one that cannot be a
  /// name is.
  private static String clientName(Verb verb, Cursor in) throws SyntaxFault {
    in.skipBlanks();
    String name = in.word();
    in.skipBlanks();
    if (name.isEmpty() || name.length() > MAX_HOST || !in.atEnd() || !isHostLike(name)) {
      throw new SyntaxFault(Replies.badArguments(verb.usage()));
    }
    return name;
  }

  private static boolean isHostLike(String name) {
    return name.chars().noneMatch(c -> NOT_IN_HOSTS.indexOf(c) >= 0);
  }

  private static SmtpCommand mail(Cursor in) throws SyntaxFault {
    Reply usage = Replies.badArguments(Verb.MAIL.usage());
    keyword(in, "FROM:", usage);
    ReversePath sender = PathParser.reversePath(in);
    return new SmtpCommand.Mail(sender, ParameterParser.mail(in, usage));
  }

  private static SmtpCommand rcpt(Cursor in) throws SyntaxFault {
    Reply usage = Replies.badArguments(Verb.RCPT.usage());
    keyword(in, "TO:", usage);
    ForwardPath recipient = PathParser.forwardPath(in);
    return new SmtpCommand.Rcpt(recipient, ParameterParser.rcpt(in, usage));
  }

  /// Many clients write a blank behind the colon.
  private static void keyword(Cursor in, String word, Reply usage) throws SyntaxFault {
    in.skipBlanks();
    if (!in.skipIgnoreCase(word)) {
      throw new SyntaxFault(usage);
    }
    in.skipBlanks();
  }

  /// RFC 3030 §2.
  private static SmtpCommand bdat(Cursor in) throws SyntaxFault {
    in.skipBlanks();
    String size = in.word();
    in.skipBlanks();
    String last = in.word();
    in.skipBlanks();
    boolean right = DIGITS.matcher(size).matches() && in.atEnd();
    if (!right || (!last.isEmpty() && !last.equalsIgnoreCase("LAST"))) {
      throw new SyntaxFault(Replies.badArguments(Verb.BDAT.usage()));
    }
    return new SmtpCommand.Bdat(Numbers.saturated(size), !last.isEmpty());
  }

  private static SmtpCommand help(Cursor in) {
    in.skipBlanks();
    return new SmtpCommand.Help(Verb.of(in.word()));
  }

  /// RFC 3207 §4: no parameters.
  private static SmtpCommand startTls(Cursor in) throws SyntaxFault {
    in.skipBlanks();
    if (!in.atEnd()) {
      throw new SyntaxFault(Replies.TLS_ARGUMENTS);
    }
    return new SmtpCommand.StartTls();
  }

  /// RFC 4954 §4.
  private static SmtpCommand auth(Cursor in) throws SyntaxFault {
    in.skipBlanks();
    String mechanism = in.word();
    in.skipBlanks();
    String initial = in.word();
    in.skipBlanks();
    if (!in.atEnd() || !MECHANISM.matcher(mechanism).matches()) {
      throw new SyntaxFault(Replies.badArguments(Verb.AUTH.usage()));
    }
    return new SmtpCommand.Auth(
        mechanism.toUpperCase(Locale.ROOT),
        initial.isEmpty() ? Optional.empty() : Optional.of(initial));
  }

  private static SmtpCommand withText(Verb verb, Cursor in, SmtpCommand command)
      throws SyntaxFault {
    in.skipBlanks();
    if (in.atEnd()) {
      throw new SyntaxFault(Replies.badArguments(verb.usage()));
    }
    return command;
  }

  private static SmtpCommand bare(Cursor in, SmtpCommand command) throws SyntaxFault {
    in.skipBlanks();
    if (!in.atEnd()) {
      throw new SyntaxFault(Replies.NO_ARGUMENTS);
    }
    return command;
  }

  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
        return true;
      }
    }
    return false;
  }
}
