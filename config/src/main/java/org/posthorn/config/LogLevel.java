package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// From which level on events are logged.
public enum LogLevel implements Choice {
  /// Something is broken.
  ERROR("error"),
  /// Something needs a look.
  WARN("warn"),
  /// What the daemon does.
  INFO("info"),
  /// What each session does.
  DEBUG("debug"),
  /// Everything.
  TRACE("trace");

  private final String text;

  LogLevel(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
