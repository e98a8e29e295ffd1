package org.posthorn.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import org.posthorn.config.value.Durations;

/// A duration in a range, both ends of it allowed.
record DurationType(Duration min, Duration max) implements SettingType<Duration> {
  @Override
  public String describe() {
    return "duration, " + Durations.format(min) + " to " + Durations.format(max);
  }

  @Override
  public Duration parse(Object toml, Path directory) throws BadValueException {
    if (toml instanceof Long number) {
      throw new BadValueException(
          "a duration needs a unit: write \"" + number + "s\" for seconds, or ms, m, h, d");
    }
    if (!(toml instanceof String text)) {
      throw TomlText.wrongKind(this, toml);
    }
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadValueException(TomlText.message(e));
    }
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw new BadValueException(
          text + " is out of range: " + Durations.format(min) + " to " + Durations.format(max));
    }
    return duration;
  }

  @Override
  public String format(Duration value) {
    return TomlText.quote(Durations.format(value));
  }
}
