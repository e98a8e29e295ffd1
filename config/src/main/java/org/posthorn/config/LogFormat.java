package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// How log lines are written.
public enum LogFormat implements Choice {
  /// One readable line for each event.
  TEXT("text"),
  /// One JSON object for each event.
  JSON("json");

  private final String text;

  LogFormat(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
