package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.Optional;

/// A value that may be absent, which is said by leaving the key out.
record OptionalType<T>(SettingType<T> type) implements SettingType<Optional<T>> {
  @Override
  public String describe() {
    return type.describe();
  }

  @Override
  public Optional<T> parse(Object toml, Path directory) throws BadValueException {
    return Optional.of(type.parse(toml, directory));
  }

  @Override
  public String format(Optional<T> value) {
    return value.map(type::format).orElse("");
  }
}
