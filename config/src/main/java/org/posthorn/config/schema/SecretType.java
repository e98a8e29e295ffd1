package org.posthorn.config.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.posthorn.config.value.Secret;

/// A secret, in place or as `file:PATH`. Its messages never show what is in it.
record SecretType() implements SettingType<Secret> {
  private static final String FILE = "file:";

  @Override
  public String describe() {
    return "secret, or `\"file:PATH\"`";
  }

  @Override
  public Secret parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof String text)) {
      throw TomlText.wrongKind(this, toml);
    }
    if (!text.startsWith(FILE)) {
      return Secret.of(text);
    }
    Path file = PathType.resolve(text.substring(FILE.length()), directory);
    try {
      return Secret.ofFile(file, Files.readString(file));
    } catch (NoSuchFileException _) {
      throw new BadValueException("there is no file " + file);
    } catch (IOException e) {
      throw new BadValueException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /// The reference to the file where there is one; a secret that stood in place stands there again.
  @Override
  public String format(Secret value) {
    return TomlText.quote(value.file().map(file -> FILE + file).orElseGet(value::reveal));
  }
}
