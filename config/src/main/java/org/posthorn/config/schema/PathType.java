package org.posthorn.config.schema;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A file or directory; a relative one starts from the directory of the configuration file.
record PathType() implements SettingType<Path> {
  @Override
  public String describe() {
    return "path";
  }

  @Override
  public Path parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof String text)) {
      throw TomlText.wrongKind(this, toml);
    }
    return resolve(text, directory);
  }

  static Path resolve(String text, Path directory) throws BadValueException {
    if (text.isBlank()) {
      throw new BadValueException("a path must not be empty");
    }
    try {
      return directory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new BadValueException("\"" + text + "\" is not a path: " + e.getReason());
    }
  }

  @Override
  public String format(Path value) {
    return TomlText.quote(value.toString());
  }
}
