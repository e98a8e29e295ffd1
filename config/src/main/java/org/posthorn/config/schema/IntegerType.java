package org.posthorn.config.schema;

import java.nio.file.Path;

/// A whole number in a range, both ends of it allowed.
///
/// @param what what is counted, in the plural or as a name
record IntegerType(int min, int max, String what) implements SettingType<Integer> {
  @Override
  public String describe() {
    return what + ", " + min + " to " + max;
  }

  @Override
  public Integer parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof Long value)) {
      throw TomlText.wrongKind(this, toml);
    }
    if (value < min || value > max) {
      throw new BadValueException(value + " is out of range: " + min + " to " + max);
    }
    return value.intValue();
  }

  @Override
  public String format(Integer value) {
    return value.toString();
  }
}
