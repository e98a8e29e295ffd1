package org.posthorn.config.schema;

import java.nio.file.Path;

/// The type of a setting: how its value is read from TOML and written back. Immutable.
///
/// Reading what [#format] wrote gives an equal value.
///
/// @param <T> the type that the records have
public interface SettingType<T> {

  /// What an admin may write, as a noun phrase: `size from 1KB to 1GB`.
  String describe();

  /// The value that stands in the file.
  ///
  /// @param toml what the TOML parser made of it: `String`, `Long`, `Boolean`, `Double`, a date,
  ///     `TomlArray` or `TomlTable`
  /// @param directory the directory that relative paths start from
  /// @throws BadValueException with everything that is wrong with it
  T parse(Object toml, Path directory) throws BadValueException;

  /// The value as TOML; empty for a value that is expressed by leaving the key out.
  String format(T value);
}
