package org.posthorn.config.value;

/// An enum whose constants are the allowed values of a setting.
public interface Choice {
  /// How it is written in the file.
  String text();
}
