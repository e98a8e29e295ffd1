package org.posthorn.config.value;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of a [Duration]: `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"7d"`, or several from large
/// to small: `"1h30m"`. A number without a unit is refused. Never negative.
public final class Durations {
  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNIT_NAMES = {"d", "h", "m", "s", "ms"};

  private Durations() {}

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin, if the text is not a duration
  public static Duration parse(String text) {
    String trimmed = text.strip();
    Matcher matcher = TEXT.matcher(trimmed);
    if (trimmed.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration: write whole numbers with d, h, m, s or ms");
    }
    try {
      long millis = 0;
      for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
        String number = matcher.group(unit + 1);
        if (number != null) {
          long part = Math.multiplyExact(Long.parseLong(number), UNIT_MILLIS[unit]);
          millis = Math.addExact(millis, part);
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException _) {
      throw new IllegalArgumentException("\"" + text + "\" is too long for a duration");
    }
  }

  /// Writes a duration of whole milliseconds with the largest unit that divides it.
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    int unit = 0;
    while (millis % UNIT_MILLIS[unit] != 0) {
      unit++;
    }
    return millis / UNIT_MILLIS[unit] + UNIT_NAMES[unit];
  }
}
