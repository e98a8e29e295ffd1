package org.posthorn.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,       PT0.5S,     500ms",
    "0s,          PT0S,       0s",
    "30s,         PT30S,      30s",
    "5m,          PT5M,       5m",
    "90s,         PT90S,      90s",
    "120s,        PT2M,       2m",
    "2h,          PT2H,       2h",
    "7d,          P7D,        7d",
    "1h30m,       PT1H30M,    90m",
    "1d2h3m4s5ms, P1DT2H3M4.005S, 93784005ms",
  })
  void readsAndWrites(String text, Duration duration, String canonical) {
    assertEquals(duration, Durations.parse(text));
    assertEquals(canonical, Durations.format(duration));
    assertEquals(duration, Durations.parse(Durations.format(duration)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "1.5h",
        "-1s",
        "5 m",
        "30m1h",
        "1w",
        "1y",
        "PT5M",
        "5M",
        "99999999999999999999s",
        "106751991168d",
        "1s1s"
      })
  void refusesWhatIsNotADuration(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
  }
}
