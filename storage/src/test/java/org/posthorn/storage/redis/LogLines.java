package org.posthorn.storage.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/// What a class logs while this is open.
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    lines.list = new java.util.concurrent.CopyOnWriteArrayList<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  public static LogLines of(Class<?> type) {
    return new LogLines((Logger) LoggerFactory.getLogger(type));
  }

  /// How many lines of a level say this.
  public long count(Level level, String part) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level && line.getMessage().contains(part))
        .count();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    logger.setAdditive(true);
  }
}
