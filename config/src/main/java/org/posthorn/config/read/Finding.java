package org.posthorn.config.read;

import java.util.List;

/// What a check of a whole configuration found. Immutable.
///
/// @param severity whether it refuses the configuration
/// @param key the key it is reported at, such as `listener[1].port`
/// @param message what is wrong and what would be right
/// @param from the other keys that were looked at: if one of them is bad by itself, this finding
///     only
///     follows from that
public record Finding(Severity severity, String key, String message, List<String> from) {

  /// How bad it is.
  public enum Severity {
    /// The configuration cannot be used.
    ERROR,
    /// It can, but probably not as it was meant.
    WARNING
  }

  public Finding {
    from = List.copyOf(from);
  }

  static Finding error(String key, String message, String... from) {
    return new Finding(Severity.ERROR, key, message, List.of(from));
  }

  static Finding warning(String key, String message, String... from) {
    return new Finding(Severity.WARNING, key, message, List.of(from));
  }
}
