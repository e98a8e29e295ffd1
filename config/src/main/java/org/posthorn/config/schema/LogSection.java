package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogFormat;
import org.posthorn.config.LogLevel;

/// The settings of `[log]`.
final class LogSection {
  private static final Setting<LogConfig, LogFormat> FORMAT =
      Setting.of(
          "format",
          Types.choice(LogFormat.values()),
          LogConfig::format,
          """
          `text` is for people, `json` (one object a line) for log collectors.
          """);

  private static final Setting<LogConfig, LogLevel> LEVEL =
      Setting.of(
          "level",
          Types.choice(LogLevel.values()),
          LogConfig::level,
          """
          From which level on events are logged.
          """);

  static final Section<LogConfig> SECTION =
      new Section<>(
          "log",
          "Logs",
          """
          The log goes to standard output, where systemd picks it up. It never has passwords or the content of messages.
          What each logger writes can be set in `logback.xml`, which uses these two settings.
          """,
          List.of(FORMAT, LEVEL),
          LogSection::build);

  private LogSection() {}

  private static LogConfig build(Values<LogConfig> v) {
    return new LogConfig(v.get(FORMAT), v.get(LEVEL));
  }
}
