package org.posthorn.smtp.wire;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.MailParameters.DsnReturn;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;

/// Reads the parameters behind a path: `keyword` or `keyword=value` (RFC 5321 §4.1.2).
final class ParameterParser {
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}");
  private static final Pattern SIZE = Pattern.compile("\\d{1,20}");
  private static final Pattern ADDRESS_TYPE = Pattern.compile("[A-Za-z0-9-]{1,40}");
  private static final int MAX_PARAMETERS = 20;
  private static final int MAX_ENVID = 100;
  private static final int MAX_ORCPT = 500;

  private final Cursor in;
  private final Set<String> seen = new HashSet<>();

  private ParameterParser(Cursor in) {
    this.in = in;
  }

  /// One parameter; the keyword is in upper case, a missing value is the empty text.
  private record Parameter(String keyword, String value) {}

  /// @param usage what to answer where the blank between path and parameters is missing
  static MailParameters mail(Cursor in, Reply usage) throws SyntaxFault {
    ParameterParser parser = new ParameterParser(in);
    MailParameters result = MailParameters.NONE;
    for (Optional<Parameter> p = parser.next(usage); p.isPresent(); p = parser.next(usage)) {
      result = with(result, p.get());
    }
    return result;
  }

  static RcptParameters rcpt(Cursor in, Reply usage) throws SyntaxFault {
    ParameterParser parser = new ParameterParser(in);
    RcptParameters result = RcptParameters.NONE;
    for (Optional<Parameter> p = parser.next(usage); p.isPresent(); p = parser.next(usage)) {
      result = with(result, p.get());
    }
    return result;
  }

  private Optional<Parameter> next(Reply usage) throws SyntaxFault {
    int before = in.position();
    in.skipBlanks();
    if (in.atEnd()) {
      return Optional.empty();
    }
    if (in.position() == before) {
      throw new SyntaxFault(usage);
    }
    String word = in.word();
    int equals = word.indexOf('=');
    String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
    if (!KEYWORD.matcher(keyword).matches() || seen.size() >= MAX_PARAMETERS) {
      throw new SyntaxFault(usage);
    }
    if (!seen.add(keyword)) {
      throw new SyntaxFault(Replies.badParameter(keyword));
    }
    return Optional.of(new Parameter(keyword, equals < 0 ? "" : word.substring(equals + 1)));
  }

  private static MailParameters with(MailParameters m, Parameter p) throws SyntaxFault {
    return switch (p.keyword()) {
      case "SIZE" ->
          new MailParameters(
              OptionalLong.of(size(p)),
              m.body(),
              m.smtpUtf8(),
              m.ret(),
              m.envid(),
              m.auth(),
              m.handling());
      case "BODY" ->
          new MailParameters(
              m.size(), body(p), m.smtpUtf8(), m.ret(), m.envid(), m.auth(), m.handling());
      case "SMTPUTF8" -> {
        check(p, p.value().isEmpty());
        yield new MailParameters(
            m.size(), m.body(), true, m.ret(), m.envid(), m.auth(), m.handling());
      }
      case "RET" ->
          new MailParameters(
              m.size(),
              m.body(),
              m.smtpUtf8(),
              Optional.of(ret(p)),
              m.envid(),
              m.auth(),
              m.handling());
      case "ENVID" ->
          new MailParameters(
              m.size(),
              m.body(),
              m.smtpUtf8(),
              m.ret(),
              Optional.of(xtext(p, p.value(), MAX_ENVID)),
              m.auth(),
              m.handling());
      case "AUTH" ->
          new MailParameters(
              m.size(),
              m.body(),
              m.smtpUtf8(),
              m.ret(),
              m.envid(),
              Optional.of(xtext(p, p.value(), MAX_ORCPT)),
              m.handling());
      case "HOLDFOR", "HOLDUNTIL", "BY", "MT-PRIORITY", "REQUIRETLS" ->
          m.with(
              HandlingParameters.add(m.handling(), p.keyword(), p.value())
                  .orElseThrow(() -> new SyntaxFault(Replies.badParameter(p.keyword()))));
      default -> throw new SyntaxFault(Replies.unknownParameter(p.keyword()));
    };
  }

  private static RcptParameters with(RcptParameters r, Parameter p) throws SyntaxFault {
    return switch (p.keyword()) {
      case "NOTIFY" -> new RcptParameters(notifyOn(p), r.originalRecipient());
      case "ORCPT" -> new RcptParameters(r.notifyOn(), Optional.of(originalRecipient(p)));
      default -> throw new SyntaxFault(Replies.unknownParameter(p.keyword()));
    };
  }

  /// RFC 1870 §4: up to 20 digits, which is more than a `long` holds.
  private static long size(Parameter p) throws SyntaxFault {
    check(p, SIZE.matcher(p.value()).matches());
    return Numbers.saturated(p.value());
  }

  private static BodyType body(Parameter p) throws SyntaxFault {
    return switch (p.value().toUpperCase(Locale.ROOT)) {
      case "7BIT" -> BodyType.SEVEN_BIT;
      case "8BITMIME" -> BodyType.EIGHT_BIT_MIME;
      case "BINARYMIME" -> BodyType.BINARY_MIME;
      default -> throw new SyntaxFault(Replies.badParameter(p.keyword()));
    };
  }

  private static DsnReturn ret(Parameter p) throws SyntaxFault {
    return switch (p.value().toUpperCase(Locale.ROOT)) {
      case "FULL" -> DsnReturn.FULL;
      case "HDRS" -> DsnReturn.HDRS;
      default -> throw new SyntaxFault(Replies.badParameter(p.keyword()));
    };
  }

  /// RFC 3461 §4.1: NEVER alone, or a list of the others.
  private static Set<Notify> notifyOn(Parameter p) throws SyntaxFault {
    Set<Notify> wanted = EnumSet.noneOf(Notify.class);
    for (String word : p.value().split(",", -1)) {
      wanted.add(
          switch (word.toUpperCase(Locale.ROOT)) {
            case "NEVER" -> Notify.NEVER;
            case "SUCCESS" -> Notify.SUCCESS;
            case "FAILURE" -> Notify.FAILURE;
            case "DELAY" -> Notify.DELAY;
            default -> throw new SyntaxFault(Replies.badParameter(p.keyword()));
          });
    }
    check(p, wanted.size() == 1 || !wanted.contains(Notify.NEVER));
    return wanted;
  }

  /// RFC 3461 §4.2: a type, a semicolon, the address as xtext; RFC 6533 §3 for type `utf-8`.
  private static OriginalRecipient originalRecipient(Parameter p) throws SyntaxFault {
    int semicolon = p.value().indexOf(';');
    check(p, semicolon > 0 && p.value().length() <= MAX_ORCPT);
    String type = p.value().substring(0, semicolon);
    check(p, ADDRESS_TYPE.matcher(type).matches());
    String address = p.value().substring(semicolon + 1);
    if (type.equalsIgnoreCase("utf-8")) {
      check(p, !address.isEmpty());
      return new OriginalRecipient(type, address);
    }
    return new OriginalRecipient(type, xtext(p, address, MAX_ORCPT));
  }

  private static String xtext(Parameter p, String value, int limit) throws SyntaxFault {
    String text =
        Xtext.decode(value).orElseThrow(() -> new SyntaxFault(Replies.badParameter(p.keyword())));
    check(p, !text.isEmpty() && text.length() <= limit);
    return text;
  }

  private static void check(Parameter p, boolean right) throws SyntaxFault {
    if (!right) {
      throw new SyntaxFault(Replies.badParameter(p.keyword()));
    }
  }
}
