package org.posthorn.config.schema;

import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Words and quotes that the types share.
final class TomlText {
  private TomlText() {}

  static String quote(String text) {
    return "\"" + Toml.tomlEscape(text) + "\"";
  }

  static BadValueException wrongKind(SettingType<?> expected, Object found) {
    return new BadValueException(
        "expected " + plain(expected.describe()) + ", found " + kind(found));
  }

  /// Without the marks of Markdown, for terminals.
  static String plain(String markdown) {
    return markdown.replace("`", "");
  }

  /// The message, on one line whatever the file has in it.
  static String message(RuntimeException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "is not understood");
    return message.replaceAll("\\p{Cntrl}", "?");
  }

  private static String kind(Object toml) {
    return switch (toml) {
      case String _ -> "a string";
      case Long _ -> "a whole number";
      case Double _ -> "a number with a fraction";
      case Boolean _ -> "true or false";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }
}
