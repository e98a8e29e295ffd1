package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// One of a few words.
record WordType(List<String> words) implements SettingType<String> {
  @Override
  public String describe() {
    return words.stream()
        .map(word -> "`" + TomlText.quote(word) + "`")
        .collect(Collectors.joining(" or "));
  }

  @Override
  public String parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof String text)) {
      throw TomlText.wrongKind(this, toml);
    }
    try {
      return words.get(indexOf(text));
    } catch (IllegalArgumentException e) {
      throw new BadValueException(TomlText.message(e));
    }
  }

  /// The word's place in the list.
  ///
  /// @throws IllegalArgumentException with a message for the admin, if it is not in the list
  int indexOf(String text) {
    int index = words.indexOf(text);
    if (index < 0) {
      String hint =
          NearestName.of(text, words).map(near -> "; did you mean \"" + near + "\"?").orElse("");
      throw new IllegalArgumentException(
          "\"" + text + "\" is not one of: " + String.join(", ", words) + hint);
    }
    return index;
  }

  @Override
  public String format(String value) {
    return TomlText.quote(value);
  }
}
