package org.posthorn.storage.mime;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// Understands Date fields (RFC 5322 §3.3 and §4.3), and the wrong ones that are common: no
/// weekday, no zone, month before day (asctime), ISO 8601, two-digit years. Words that mean nothing
/// are passed over. No date is ever guessed from less than day, month and year.
final class SentDate {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final int MAX_LENGTH = 200;

  private final String text;
  private int i;
  private int day = -1;
  private int month = -1;
  private int year = -1;
  private int hour;
  private int minute;
  private int second;
  private boolean timeSeen;
  private ZoneOffset zone = ZoneOffset.UTC;

  private SentDate(String text) {
    this.text = text;
  }

  static Optional<OffsetDateTime> parse(String field) {
    if (field.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return new SentDate(field).read();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<OffsetDateTime> read() {
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '(') {
        i = FieldText.commentEnd(text, i);
      } else if (isDigit(c)) {
        number();
      } else if ((c == '+' || c == '-')
          && timeSeen
          && i + 1 < text.length()
          && isDigit(text.charAt(i + 1))) {
        offset(c == '-');
      } else if (isLetter(c)) {
        word();
      } else {
        i++;
      }
    }
    if (day < 1 || month < 1 || year < 0) {
      return Optional.empty();
    }
    // A leap second is the minute's last second; java.time has none.
    int whole = Math.min(second, 59);
    return Optional.of(OffsetDateTime.of(year, month, day, hour, minute, whole, 0, zone));
  }

  private void number() {
    int start = i;
    int value = digits();
    int length = i - start;
    if (!timeSeen && length <= 2 && peek() == ':') {
      time(value);
    } else if (length == 4 && year < 0 && day < 0 && month < 0 && peek() == '-') {
      isoDate(value);
    } else if (day < 0 && length <= 2) {
      day = value;
    } else if (year < 0 && length >= 2 && length <= 4) {
      year = fullYear(value, length);
    }
  }

  /// RFC 5322 §4.3: two digits below 50 are this century, other two or three digits count from
  /// 1900.
  private static int fullYear(int value, int length) {
    if (length == 4) {
      return value;
    }
    return length == 2 && value < 50 ? value + 2000 : value + 1900;
  }

  private void time(int firstNumber) {
    timeSeen = true;
    hour = firstNumber;
    i++;
    minute = digits();
    if (peek() == ':') {
      i++;
      second = digits();
      if (peek() == '.') {
        i++;
        digits();
      }
    }
  }

  private void isoDate(int firstNumber) {
    year = firstNumber;
    i++;
    month = digits();
    if (peek() == '-') {
      i++;
      day = digits();
    }
  }

  private void offset(boolean west) {
    i++;
    int start = i;
    int value = digits();
    int hours = i - start <= 2 ? value : value / 100;
    int minutes = i - start <= 2 ? 0 : value % 100;
    if (i - start <= 2 && peek() == ':') {
      i++;
      minutes = digits();
    }
    // Beyond ±18:00 java.time has no offset, and no place on earth a clock.
    if (hours < 18 && minutes < 60) {
      int total = hours * 60 + minutes;
      zone = ZoneOffset.ofTotalSeconds((west ? -total : total) * 60);
    }
  }

  private void word() {
    int start = i;
    while (i < text.length() && isLetter(text.charAt(i))) {
      i++;
    }
    String word = text.substring(start, i).toLowerCase(Locale.ROOT);
    if (month < 0 && word.length() >= 3) {
      int place = MONTHS.indexOf(word.substring(0, 3));
      if (place >= 0 && place % 3 == 0) {
        month = place / 3 + 1;
        return;
      }
    }
    namedZone(word);
  }

  /// The names of RFC 5322 §4.3; all others mean UTC.
  private void namedZone(String word) {
    if (!timeSeen) {
      return;
    }
    int hours =
        switch (word) {
          case "edt" -> -4;
          case "est", "cdt" -> -5;
          case "cst", "mdt" -> -6;
          case "mst", "pdt" -> -7;
          case "pst" -> -8;
          case "pm" -> {
            hour = hour < 12 ? hour + 12 : hour;
            yield 0;
          }
          default -> 0;
        };
    if (hours != 0) {
      zone = ZoneOffset.ofHours(hours);
    }
  }

  /// Reads digits; what exceeds nine of them is passed over.
  private int digits() {
    int value = 0;
    int count = 0;
    while (i < text.length() && isDigit(text.charAt(i))) {
      if (count++ < 9) {
        value = value * 10 + text.charAt(i) - '0';
      }
      i++;
    }
    return value;
  }

  private char peek() {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
