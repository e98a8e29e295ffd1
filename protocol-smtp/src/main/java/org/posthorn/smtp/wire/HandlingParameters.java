package org.posthorn.smtp.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Handling.DeliverBy;
import org.posthorn.smtp.command.Handling.Hold;

/// Reads the values of the parameters by which a sender says how a message is to be handled.
/// Empty results are values that are none. Stateless.
final class HandlingParameters {
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern BY = Pattern.compile("([+-]?\\d{1,9});([NR])(T?)");
  private static final Pattern PRIORITY = Pattern.compile("-?[1-9]|0");
  private static final int MAX_DATE = 40;

  private HandlingParameters() {}

  /// `HOLDFOR=` (RFC 4865 §4).
  static Optional<Hold> holdFor(String value) {
    return SECONDS.matcher(value).matches()
        ? Optional.of(new Hold.For(Duration.ofSeconds(Long.parseLong(value))))
        : Optional.empty();
  }

  /// `HOLDUNTIL=`, a date of RFC 3339 (RFC 4865 §4).
  static Optional<Hold> holdUntil(String value) {
    if (value.length() > MAX_DATE) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(value.toUpperCase(Locale.ROOT)).toInstant();
      return Optional.of(new Hold.Until(time));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// `BY=` (RFC 2852 §4). A message that is to go back when its time is up needs some time.
  static Optional<DeliverBy> deliverBy(String value) {
    Matcher by = BY.matcher(value.toUpperCase(Locale.ROOT));
    if (!by.matches()) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(by.group(1));
    DeliverBy.Mode mode = by.group(2).equals("R") ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
    return mode == DeliverBy.Mode.RETURN && seconds <= 0
        ? Optional.empty()
        : Optional.of(new DeliverBy(seconds, mode, !by.group(3).isEmpty()));
  }

  /// `MT-PRIORITY=` (RFC 6710 §8).
  static Optional<Integer> priority(String value) {
    return PRIORITY.matcher(value).matches()
        ? Optional.of(Integer.parseInt(value))
        : Optional.empty();
  }

  /// The wishes with one more; empty where the value is none, or a hold was given already.
  static Optional<Handling> add(Handling before, String keyword, String value) {
    return switch (keyword) {
      case "HOLDFOR", "HOLDUNTIL" ->
          before.hold().isPresent()
              ? Optional.empty()
              : (keyword.equals("HOLDFOR") ? holdFor(value) : holdUntil(value))
                  .map(before::withHold);
      case "BY" -> deliverBy(value).map(before::withDeliverBy);
      case "MT-PRIORITY" -> priority(value).map(before::withPriority);
      case "REQUIRETLS" ->
          value.isEmpty() ? Optional.of(before.withRequireTls()) : Optional.empty();
      default -> throw new IllegalArgumentException(keyword);
    };
  }
}
