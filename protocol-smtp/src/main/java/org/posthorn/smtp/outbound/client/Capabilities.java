package org.posthorn.smtp.outbound.client;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What a server says it can do (RFC 5321 §4.1.1.1). Immutable.
///
/// @param words keywords in upper case with what stands behind them
public record Capabilities(Map<String, String> words) {
  /// Of a server that knows only HELO.
  static final Capabilities NONE = new Capabilities(Map.of());

  public Capabilities {
    words = Map.copyOf(words);
  }

  /// What the reply to EHLO lists, from its second line on.
  static Capabilities of(PeerReply ehlo) {
    Map<String, String> words = new HashMap<>();
    List<String> lines = ehlo.lines();
    for (String line : lines.subList(1, lines.size())) {
      String trimmed = line.strip();
      // Some old servers write AUTH=LOGIN.
      int end = trimmed.startsWith("AUTH=") ? 4 : trimmed.indexOf(' ');
      String word = end < 0 ? trimmed : trimmed.substring(0, end);
      String rest = end < 0 ? "" : trimmed.substring(end + 1).strip();
      words.merge(word.toUpperCase(Locale.ROOT), rest, (a, b) -> a + " " + b);
    }
    return new Capabilities(words);
  }

  /// Whether the keyword is there.
  public boolean has(String word) {
    return words.containsKey(word);
  }

  /// RFC 2920.
  public boolean pipelining() {
    return has("PIPELINING");
  }

  /// RFC 3030.
  public boolean chunking() {
    return has("CHUNKING");
  }

  /// RFC 3030 §3.
  public boolean binary() {
    return has("CHUNKING") && has("BINARYMIME");
  }

  /// RFC 6152.
  public boolean eightBit() {
    return has("8BITMIME");
  }

  /// RFC 6531.
  public boolean smtpUtf8() {
    return has("SMTPUTF8");
  }

  /// RFC 3461.
  public boolean dsn() {
    return has("DSN");
  }

  /// RFC 3207.
  public boolean startTls() {
    return has("STARTTLS");
  }

  /// RFC 8689.
  public boolean requireTls() {
    return has("REQUIRETLS");
  }

  /// The largest message in octets (RFC 1870); empty where none is named.
  public OptionalLong maxSize() {
    String digits = words.getOrDefault("SIZE", "");
    if (!digits.matches("[0-9]{1,18}") || digits.matches("0+")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(digits));
  }

  /// The most recipients in one transaction (RFC 9422); empty where none is named.
  public OptionalInt maxRecipients() {
    return limit("RCPTMAX");
  }

  /// The most transactions in one connection (RFC 9422); empty where none is named.
  public OptionalInt maxMessages() {
    return limit("MAILMAX");
  }

  private OptionalInt limit(String name) {
    for (String word : words.getOrDefault("LIMITS", "").split(" ")) {
      if (word.startsWith(name + "=")
          && word.substring(name.length() + 1).matches("[1-9]\\d{0,5}")) {
        return OptionalInt.of(Integer.parseInt(word.substring(name.length() + 1)));
      }
    }
    return OptionalInt.empty();
  }

  /// SASL mechanisms (RFC 4954), in upper case.
  public Set<String> mechanisms() {
    return Arrays.stream(words.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split("[ =]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
