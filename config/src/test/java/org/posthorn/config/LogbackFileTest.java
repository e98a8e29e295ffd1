package org.posthorn.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/// The reference `logback.xml` loads without complaint and writes what it promises.
class LogbackFileTest {

  private static String logged(String format) throws JoranException, IOException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("posthorn.log.format", format);
    context.putProperty("posthorn.log.level", "debug");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Path.of("logback.xml").toFile());
    List<Status> complaints =
        context.getStatusManager().getCopyOfStatusList().stream()
            .filter(status -> status.getEffectiveLevel() >= Status.WARN)
            .toList();
    assertEquals(List.of(), complaints);
    assertEquals(Level.DEBUG, context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel());

    var appender =
        (OutputStreamAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    appender.setOutputStream(out);
    context.getMDCAdapter().put("session", "s42");
    context
        .getLogger("org.posthorn.Test")
        .atInfo()
        .addKeyValue("command", "EHLO x\r\nforged")
        .log("command done");
    context.stop();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void everyEventIsOneLineWithSessionAndFields(String format) throws JoranException, IOException {
    String line = logged(format);
    assertEquals(line.length() - 1, line.indexOf('\n'), line);
    assertTrue(line.contains("s42"), line);
    assertTrue(line.contains("command done"), line);
    assertTrue(line.contains("INFO"), line);
    assertTrue(
        line.contains(format.equals("text") ? "command=\"EHLO x forged\"" : "EHLO x\\r\\nforged"),
        line);
  }
}
