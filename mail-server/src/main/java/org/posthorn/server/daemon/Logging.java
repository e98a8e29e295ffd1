package org.posthorn.server.daemon;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.config.LogConfig;
import org.slf4j.LoggerFactory;

/// Sets up Logback from `[log]` and a `logback.xml`: the one beside the configuration file, or the
/// one that comes with the program.
public final class Logging {
  private static final String FORMAT = "posthorn.log.format";
  private static final String LEVEL = "posthorn.log.level";

  private Logging() {}

  /// Applies the configuration to the whole process.
  ///
  /// @param folder where a `logback.xml` of the administrator's may stand
  /// @throws IllegalStateException where that file is wrong
  public static void configure(LogConfig config, Optional<Path> folder) {
    System.setProperty(FORMAT, config.format().name().toLowerCase(Locale.ROOT));
    System.setProperty(LEVEL, config.level().name().toLowerCase(Locale.ROOT));
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    Optional<Path> own = folder.map(f -> f.resolve("logback.xml")).filter(Files::isRegularFile);
    try {
      if (own.isPresent()) {
        configurator.doConfigure(own.get().toFile());
      } else {
        URL shipped = Logging.class.getResource("/logback.xml");
        if (shipped != null) {
          configurator.doConfigure(shipped);
        }
      }
    } catch (JoranException e) {
      throw new IllegalStateException("cannot set up logging: " + e.getMessage(), e);
    }
  }
}
