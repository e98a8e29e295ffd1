package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.function.Function;

/// A value written as a string.
///
/// @param reads makes the value; throws [IllegalArgumentException] with a message for the admin
/// @param writes the text that `reads` takes
record TextType<T>(String describe, Function<String, T> reads, Function<T, String> writes)
    implements SettingType<T> {

  @Override
  public T parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof String text)) {
      throw TomlText.wrongKind(this, toml);
    }
    try {
      return reads.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadValueException(TomlText.message(e));
    }
  }

  @Override
  public String format(T value) {
    return TomlText.quote(writes.apply(value));
  }
}
