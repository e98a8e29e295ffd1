package org.posthorn.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.posthorn.config.value.Durations;

/// Moments on the command line, in this machine's time zone.
final class Moments {
  private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private Moments() {}

  /// Reads a day, a local time, an instant, or a duration back from now.
  ///
  /// @throws CommandFailure for anything else
  static Instant parse(String text) {
    ZoneId zone = ZoneId.systemDefault();
    try {
      if (text.indexOf('-') < 0) {
        return Instant.now().minus(Durations.parse(text));
      }
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException _) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'" + text + "' is no time: write 2026-11-24, 2026-11-24T09:30, or 2h for two hours ago");
    }
  }

  /// A moment for people.
  static String text(Instant moment) {
    return TEXT.format(moment.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
  }
}
