package org.posthorn.pop3.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The commands that are known.
public enum Verb {
  USER("RFC 1939 §7", BeforeTls.PASSWORDS, "USER name"),
  PASS("RFC 1939 §7", BeforeTls.PASSWORDS, "PASS password"),
  APOP("RFC 1939 §7", BeforeTls.ALLOWED, "APOP name digest"),
  AUTH("RFC 5034 §4", BeforeTls.ALLOWED, "AUTH [mechanism [initial-response]]"),
  STLS("RFC 2595 §4", BeforeTls.ONLY, "STLS"),
  UTF8("RFC 6856 §2.1", BeforeTls.ALLOWED, "UTF8"),
  CAPA("RFC 2449 §5", BeforeTls.ALLOWED, "CAPA"),
  LANG("RFC 6856 §3.2", BeforeTls.ALLOWED, "LANG [language | *]"),
  QUIT("RFC 1939 §5, §6", BeforeTls.ALLOWED, "QUIT"),
  STAT("RFC 1939 §5", BeforeTls.ALLOWED, "STAT"),
  LIST("RFC 1939 §5", BeforeTls.ALLOWED, "LIST [message]"),
  RETR("RFC 1939 §5", BeforeTls.ALLOWED, "RETR message"),
  DELE("RFC 1939 §5", BeforeTls.ALLOWED, "DELE message"),
  NOOP("RFC 1939 §5", BeforeTls.ALLOWED, "NOOP"),
  RSET("RFC 1939 §5", BeforeTls.ALLOWED, "RSET"),
  TOP("RFC 1939 §7", BeforeTls.ALLOWED, "TOP message lines"),
  UIDL("RFC 1939 §7", BeforeTls.ALLOWED, "UIDL [message]");

  /// Whether a command may come over a connection in the clear.
  public enum BeforeTls {
    /// Yes.
    ALLOWED,
    /// Where passwords may: the admin has to allow it.
    PASSWORDS,
    /// There and nowhere else.
    ONLY
  }

  private static final Map<String, Verb> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

  /// The letters of a name, in any case: others are not for `toUpperCase` to make a name of.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{3,4}");

  private final String reference;
  private final BeforeTls beforeTls;
  private final String usage;
  private final String metricName = name().toLowerCase(Locale.ROOT);

  Verb(String reference, BeforeTls beforeTls, String usage) {
    this.reference = reference;
    this.beforeTls = beforeTls;
    this.usage = usage;
  }

  /// The command of that name, in any case (RFC 1939 §3).
  public static Optional<Verb> of(String word) {
    return WORD.matcher(word).matches()
        ? Optional.ofNullable(BY_NAME.get(word.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  /// Where it is specified.
  public String reference() {
    return reference;
  }

  /// Whether it may come over a connection in the clear.
  public BeforeTls beforeTls() {
    return beforeTls;
  }

  /// How to write it.
  public String usage() {
    return usage;
  }

  /// Its name in metrics.
  public String metricName() {
    return metricName;
  }
}
