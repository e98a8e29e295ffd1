package org.posthorn.config.schema;

import java.nio.file.Path;
import org.posthorn.config.value.ByteSize;

/// A size in a range, both ends of it allowed: a string with a unit, or a number of bytes.
record SizeType(ByteSize min, ByteSize max) implements SettingType<ByteSize> {
  @Override
  public String describe() {
    return "size, " + min + " to " + max;
  }

  @Override
  public ByteSize parse(Object toml, Path directory) throws BadValueException {
    ByteSize size;
    try {
      size =
          switch (toml) {
            case String text -> ByteSize.parse(text);
            case Long bytes -> ByteSize.ofBytes(bytes);
            default -> throw TomlText.wrongKind(this, toml);
          };
    } catch (IllegalArgumentException e) {
      throw new BadValueException(TomlText.message(e));
    }
    if (size.compareTo(min) < 0 || size.compareTo(max) > 0) {
      throw new BadValueException(size + " is out of range: " + min + " to " + max);
    }
    return size;
  }

  @Override
  public String format(ByteSize value) {
    return value.isZero() ? "0" : TomlText.quote(value.toString());
  }
}
