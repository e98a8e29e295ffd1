package org.posthorn.config.schema;

import java.nio.file.Path;

/// `true` or `false`.
record BooleanType() implements SettingType<Boolean> {
  @Override
  public String describe() {
    return "`true` or `false`";
  }

  @Override
  public Boolean parse(Object toml, Path directory) throws BadValueException {
    if (toml instanceof Boolean value) {
      return value;
    }
    throw TomlText.wrongKind(this, toml);
  }

  @Override
  public String format(Boolean value) {
    return value.toString();
  }
}
