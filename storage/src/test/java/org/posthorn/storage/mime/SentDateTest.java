package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Date fields: RFC 5322 §3.3, the obsolete ones of §4.3, and what broken senders write.
class SentDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 21 Nov 1997 09:55:06 -0600|1997-11-21T09:55:06-06:00",
        "Thu, 5 Nov 2026 10:11 +0530 (a (nested) comment)|2026-11-05T10:11:00+05:30",
        "21 Nov 97 09:55:06 GMT|1997-11-21T09:55:06Z",
        "5 Nov 26 10:11 EST|2026-11-05T10:11:00-05:00",
        "5 Nov 126 10:11 PDT|2026-11-05T10:11:00-07:00",
        "5 November 2026 10:11:12|2026-11-05T10:11:12Z",
        "Thu Nov  5 10:11:12 2026|2026-11-05T10:11:12Z",
        "Thu Nov  5 10:11:12 CET 2026|2026-11-05T10:11:12Z",
        "2026-11-05T10:11:12.5+01:00|2026-11-05T10:11:12+01:00",
        "2026-11-05 10:11:12Z|2026-11-05T10:11:12Z",
        "5-Nov-2026 10:11:12 +0100|2026-11-05T10:11:12+01:00",
        "Thu, 05 Nov 2026 23:59:60 +0000|2026-11-05T23:59:59Z",
        "Thu, 5 Nov 2026 10:11:12 +9999|2026-11-05T10:11:12Z",
        "Thu, 5 Nov 2026|2026-11-05T00:00:00Z",
        "Nov 5, 2026 1:11 PM|2026-11-05T13:11:00Z"
      })
  void understood(String field, String date) {
    assertEquals(Optional.of(OffsetDateTime.parse(date)), SentDate.parse(field));
  }

  @Test
  void theDayIsRightEvenIfTheTimeIsNot() {
    // RFC 5322 §4.3 allows comments between all tokens.
    OffsetDateTime read =
        SentDate.parse("Fri, 21 Nov 97 09(comment):   55  :  06 -0600").orElseThrow();
    assertEquals("1997-11-21", read.toLocalDate().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "31 Feb 2026 10:00:00 +0000",
        "5 Nov 2026 25:00:00 +0000",
        "Nov 2026",
        "99999999999999999999999999 Nov 2026",
        "((((((((",
        "5 5 5 5 5 5",
        "+0100 -0100 : : :"
      })
  void notUnderstood(String field) {
    assertEquals(Optional.empty(), SentDate.parse(field));
  }
}
