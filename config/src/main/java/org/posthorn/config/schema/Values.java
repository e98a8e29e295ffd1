package org.posthorn.config.schema;

import java.util.HashMap;
import java.util.Map;

/// The values of one section while its record is built: those that the file has, and the defaults
/// for
/// the rest. Used by one thread.
///
/// @param <R> the record that is built
public final class Values<R> {
  private final R base;
  private final Map<Setting<R, ?>, Object> present = new HashMap<>();

  /// @param base the record whose values are used for settings that are not present
  public Values(R base) {
    this.base = base;
  }

  public <T> void put(Setting<R, T> setting, T value) {
    present.put(setting, value);
  }

  // Only put() fills the map, with a value of the setting's own type.
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<R, T> setting) {
    Object value = present.get(setting);
    return value == null ? setting.get().apply(base) : (T) value;
  }

  /// The record that stands for what is not present.
  public R base() {
    return base;
  }
}
