package org.posthorn.config.schema;

import java.util.Optional;
import java.util.function.Function;

/// One key of the configuration file. Immutable.
///
/// @param <R> the record that it belongs to
/// @param <T> the type of its value
/// @param name the key, in kebab-case
/// @param type what may be written
/// @param get its value in a record; the default is its value in the default record
/// @param doc what it means, in full sentences, as Markdown
/// @param example a value as TOML, shown where the default says nothing
/// @param defaultDoc what the default amounts to, where its value does not say so
/// @param required whether the file must have it
public record Setting<R, T>(
    String name,
    SettingType<T> type,
    Function<R, T> get,
    String doc,
    Optional<String> example,
    Optional<String> defaultDoc,
    boolean required) {

  /// An optional key without an example.
  public static <R, T> Setting<R, T> of(
      String name, SettingType<T> type, Function<R, T> get, String doc) {
    String oneLine = doc.strip().replaceAll("\\s+", " ");
    return new Setting<>(name, type, get, oneLine, Optional.empty(), Optional.empty(), false);
  }

  public Setting<R, T> withExample(String toml) {
    return new Setting<>(name, type, get, doc, Optional.of(toml), defaultDoc, required);
  }

  public Setting<R, T> withDefaultDoc(String text) {
    return new Setting<>(name, type, get, doc, example, Optional.of(text), required);
  }

  public Setting<R, T> asRequired() {
    return new Setting<>(name, type, get, doc, example, defaultDoc, true);
  }

  /// The value in this record, as TOML; empty where the key is to be left out.
  public String format(R values) {
    return type.format(get.apply(values));
  }
}
