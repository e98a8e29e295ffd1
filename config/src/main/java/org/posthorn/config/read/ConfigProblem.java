package org.posthorn.config.read;

import java.nio.file.Path;

/// Something in a configuration file that is wrong, or (as a warning) surprising. Immutable.
///
/// @param file the file as it was named to the reader
/// @param line the line, from 1; 0 if it concerns the file as a whole
/// @param column the column, from 1; 0 if it concerns the file as a whole
/// @param key the key with its path, such as `listener[1].port`; empty for faults of syntax
/// @param message what is wrong and what would be right; never contains a secret
public record ConfigProblem(Path file, int line, int column, String key, String message) {

  /// `FILE:LINE:COLUMN: KEY: MESSAGE`, the form that editors jump to.
  @Override
  public String toString() {
    String place = line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
    return place + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
