package org.posthorn.config;

/// What is logged, and how: `[log]`. Immutable.
///
/// @param format how log lines are written
/// @param level from which level on
public record LogConfig(LogFormat format, LogLevel level) {
  public static LogConfig defaults() {
    return new LogConfig(LogFormat.TEXT, LogLevel.INFO);
  }

  public LogConfig withFormat(LogFormat format) {
    return new LogConfig(format, level);
  }

  public LogConfig withLevel(LogLevel level) {
    return new LogConfig(format, level);
  }
}
