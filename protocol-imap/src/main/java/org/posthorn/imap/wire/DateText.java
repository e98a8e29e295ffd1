package org.posthorn.imap.wire;

import java.time.Instant;
import java.time.LocalDate;

/// `date-time` as text, in UTC (RFC 9051 §9): `" 7-Feb-1994 21:52:25 +0000"`.
final class DateText {
  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  private DateText() {}

  static void write(WireBuffer out, Instant instant) {
    long seconds = instant.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, (long) DAY));
    int time = (int) Math.floorMod(seconds, (long) DAY);
    int day = date.getDayOfMonth();
    out.octet('"').octet(day < 10 ? ' ' : (char) ('0' + day / 10)).octet((char) ('0' + day % 10));
    out.octet('-').latin1(Dates.MONTHS.get(date.getMonthValue() - 1)).octet('-');
    int year = Math.clamp(date.getYear(), 0, 9999); // date-year is 4DIGIT
    out.twoDigits(year / 100).twoDigits(year % 100).octet(' ');
    out.twoDigits(time / HOUR).octet(':').twoDigits(time % HOUR / MINUTE).octet(':');
    out.twoDigits(time % MINUTE).latin1(" +0000\"");
  }
}
