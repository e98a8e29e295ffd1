package org.posthorn.imap.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// IMAP's `date` and `date-time` (RFC 9051 §9).
final class Dates {
  static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final int MAX_ZONE_HOURS = 18;

  private Dates() {}

  /// `1-Jan-2026`, with or without quotes.
  static LocalDate date(Cursor cursor) throws SyntaxException {
    boolean quoted = cursor.take('"');
    if (!cursor.atDigit()) {
      throw cursor.missing("date");
    }
    LocalDate date = day(cursor);
    if (quoted) {
      cursor.expect('"', "closing quote");
    }
    return date;
  }

  /// `" 1-Jan-2026 12:00:00 +0100"`.
  static OffsetDateTime dateTime(Cursor cursor) throws SyntaxException {
    cursor.expect('"', "date-time");
    cursor.take(' ');
    LocalDate day = day(cursor);
    cursor.expect(' ', "time");
    int hour = cursor.digits(2, "hour");
    cursor.expect(':', "':'");
    int minute = cursor.digits(2, "minute");
    cursor.expect(':', "':'");
    int second = cursor.digits(2, "second");
    cursor.expect(' ', "time zone");
    ZoneOffset zone = zone(cursor);
    cursor.expect('"', "closing quote");
    try {
      // A leap second is kept as the second before it.
      LocalTime time = LocalTime.of(hour, minute, second == 60 ? 59 : second);
      return OffsetDateTime.of(LocalDateTime.of(day, time), zone);
    } catch (DateTimeException _) {
      throw cursor.failBefore("no such time of day");
    }
  }

  private static LocalDate day(Cursor cursor) throws SyntaxException {
    int day = cursor.digits(1, "day");
    if (cursor.atDigit()) {
      day = day * 10 + cursor.digits(1, "day");
    }
    cursor.expect('-', "'-'");
    int month = month(cursor);
    cursor.expect('-', "'-'");
    int year = cursor.digits(4, "year");
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException _) {
      throw cursor.failBefore("no such day");
    }
  }

  private static int month(Cursor cursor) throws SyntaxException {
    int start = cursor.position();
    char[] letters = new char[3];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) Math.max(0, cursor.peek());
      cursor.take(letters[i]);
    }
    String name = new String(letters);
    for (int i = 0; i < MONTHS.size(); i++) {
      if (MONTHS.get(i).equalsIgnoreCase(name)) {
        return i + 1;
      }
    }
    cursor.moveTo(start);
    throw cursor.fail("bad month");
  }

  private static ZoneOffset zone(Cursor cursor) throws SyntaxException {
    boolean west = cursor.take('-');
    if (!west) {
      cursor.expect('+', "time zone");
    }
    int hours = cursor.digits(2, "time zone");
    int minutes = cursor.digits(2, "time zone");
    boolean possible = hours < MAX_ZONE_HOURS || (hours == MAX_ZONE_HOURS && minutes == 0);
    if (!possible || minutes > 59) {
      throw cursor.failBefore("no such time zone");
    }
    int total = hours * 60 + minutes;
    return ZoneOffset.ofTotalSeconds((west ? -total : total) * 60);
  }
}
