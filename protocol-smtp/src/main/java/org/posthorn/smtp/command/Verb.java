package org.posthorn.smtp.command;

import java.util.Locale;
import java.util.Optional;

/// The commands that the server knows: HELP, metrics and the state rules come from here.
public enum Verb {
  EHLO("RFC 5321 §4.1.1.1", "EHLO <your host name>"),
  HELO("RFC 5321 §4.1.1.1", "HELO <your host name>"),
  LHLO("RFC 2033 §4.1", "LHLO <your host name>"),
  MAIL("RFC 5321 §4.1.1.2", "MAIL FROM:<sender> [parameters]"),
  RCPT("RFC 5321 §4.1.1.3", "RCPT TO:<recipient> [parameters]"),
  DATA("RFC 5321 §4.1.1.4", "DATA"),
  BDAT("RFC 3030 §2", "BDAT <octets> [LAST]"),
  RSET("RFC 5321 §4.1.1.5", "RSET"),
  NOOP("RFC 5321 §4.1.1.9", "NOOP [anything]"),
  VRFY("RFC 5321 §4.1.1.6", "VRFY <address>"),
  EXPN("RFC 5321 §4.1.1.7", "EXPN <list>"),
  HELP("RFC 5321 §4.1.1.8", "HELP [command]"),
  QUIT("RFC 5321 §4.1.1.10", "QUIT"),
  STARTTLS("RFC 3207 §4", "STARTTLS"),
  AUTH("RFC 4954 §4", "AUTH <mechanism> [initial response]");

  private final String reference;
  private final String usage;

  Verb(String reference, String usage) {
    this.reference = reference;
    this.usage = usage;
  }

  /// Where it is specified.
  public String reference() {
    return reference;
  }

  /// One line for HELP.
  public String usage() {
    return usage;
  }

  /// The value of the `command` tag of metrics.
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The verb written like that, in any case (RFC 5321 §2.4).
  public static Optional<Verb> of(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "EHLO" -> Optional.of(EHLO);
      case "HELO" -> Optional.of(HELO);
      case "LHLO" -> Optional.of(LHLO);
      case "MAIL" -> Optional.of(MAIL);
      case "RCPT" -> Optional.of(RCPT);
      case "DATA" -> Optional.of(DATA);
      case "BDAT" -> Optional.of(BDAT);
      case "RSET" -> Optional.of(RSET);
      case "NOOP" -> Optional.of(NOOP);
      case "VRFY" -> Optional.of(VRFY);
      case "EXPN" -> Optional.of(EXPN);
      case "HELP" -> Optional.of(HELP);
      case "QUIT" -> Optional.of(QUIT);
      case "STARTTLS" -> Optional.of(STARTTLS);
      case "AUTH" -> Optional.of(AUTH);
      default -> Optional.empty();
    };
  }
}
