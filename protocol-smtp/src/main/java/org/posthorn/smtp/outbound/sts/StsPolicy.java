package org.posthorn.smtp.outbound.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a domain wants of those that send mail to it (RFC 8461 §3.2). Immutable.
///
/// @param mode how serious it is
/// @param hosts names of servers, in lower case; `*.` stands for one label
/// @param maxAge how long the policy may be kept
public record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
  private static final long MAX_AGE = 31_557_600;
  private static final int MAX_HOSTS = 200; // so that it fits into a row
  private static final int MAX_NAME = 255;

  public StsPolicy {
    hosts = List.copyOf(hosts);
  }

  /// How serious it is.
  public enum Mode {
    /// Failures must keep mail back.
    ENFORCE,
    /// Failures are only reported.
    TESTING,
    /// There is no policy any more.
    NONE
  }

  /// Reads a policy; empty where the text is none. Keys that are not known are left aside, of keys
  /// that stand twice the first counts (RFC 8461 §3.2).
  public static Optional<StsPolicy> parse(String text) {
    Optional<String> version = Optional.empty();
    Optional<Mode> mode = Optional.empty();
    Optional<Duration> age = Optional.empty();
    List<String> hosts = new ArrayList<>();
    for (String line : text.split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip()) {
        case "version" -> version = version.or(() -> Optional.of(value));
        case "mode" -> mode = mode.isPresent() ? mode : mode(value);
        case "max_age" -> age = age.isPresent() ? age : age(value);
        case "mx" -> hosts.add(value.toLowerCase(Locale.ROOT));
        default -> {}
      }
    }
    boolean complete =
        version.equals(Optional.of("STSv1"))
            && mode.isPresent()
            && age.isPresent()
            && hosts.size() <= MAX_HOSTS
            && hosts.stream().allMatch(host -> host.length() <= MAX_NAME)
            && (!hosts.isEmpty() || mode.get() == Mode.NONE);
    return complete ? Optional.of(new StsPolicy(mode.get(), hosts, age.get())) : Optional.empty();
  }

  private static Optional<Mode> mode(String value) {
    return switch (value) {
      case "enforce" -> Optional.of(Mode.ENFORCE);
      case "testing" -> Optional.of(Mode.TESTING);
      case "none" -> Optional.of(Mode.NONE);
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> age(String value) {
    return value.matches("[0-9]{1,10}")
        ? Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(value), MAX_AGE)))
        : Optional.empty();
  }

  /// Whether a server with this name is one that the policy means (RFC 8461 §4.1).
  public boolean names(String host) {
    String low = host.toLowerCase(Locale.ROOT);
    int dot = low.indexOf('.');
    String wildcard = dot > 0 ? "*" + low.substring(dot) : low;
    return hosts.contains(low) || hosts.contains(wildcard);
  }

  /// The policy as text, as [#parse] reads it.
  String format() {
    StringBuilder text = new StringBuilder("version: STSv1\n");
    text.append("mode: ").append(mode.name().toLowerCase(Locale.ROOT)).append('\n');
    hosts.forEach(host -> text.append("mx: ").append(host).append('\n'));
    return text.append("max_age: ").append(maxAge.toSeconds()).append('\n').toString();
  }
}
