package org.posthorn.server.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.server.admin.AdminClient;
import org.posthorn.server.admin.Console;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.NodeNumber;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.mysql.DatabaseUsers;
import org.posthorn.storage.engine.mysql.MysqlOptions;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.MessageRow;
import org.posthorn.storage.transfer.StoreTransfer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `posthorn migrate`: the whole store from one engine to the other.
@Command(
    name = "migrate",
    header = "Move the whole store to another engine, such as from embedded to mysql.",
    description = {
      "Both are described by the one configuration file: the embedded store lies in",
      "server.data-dir, the database in [storage.mysql]. All daemons must be stopped, and the",
      "target must be empty. Everything is copied, then both stores are read and compared. The",
      "source is only read and stays as it is. Stopped half-way, the same command goes on where",
      "it was; until it is done no daemon opens the target."
    },
    footer = {
      "",
      "Then set engine in [storage] to the new one, and start the daemon.",
      "",
      "  posthorn migrate --from embedded --to mysql --config /etc/posthorn/posthorn.toml"
    })
final class MigrateCommand implements Callable<Integer> {
  /// How long connections of a process that has just ended may linger in the database.
  private static final Duration LINGER = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(250);

  @Spec CommandSpec spec;

  @Mixin StoreSelection selection = new StoreSelection();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "ENGINE",
      converter = EngineName.class,
      description = "Where the mail is: embedded or mysql.")
  StorageEngine from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ENGINE",
      converter = EngineName.class,
      description = "Where it shall be.")
  StorageEngine to;

  /// Reads the name of an engine as it stands in the configuration.
  static final class EngineName implements ITypeConverter<StorageEngine> {
    @Override
    public StorageEngine convert(String text) {
      return Arrays.stream(StorageEngine.values())
          .filter(engine -> engine.text().equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("'" + text + "' is no engine"));
    }
  }

  @Override
  public Integer call() throws IOException {
    if (from == to) {
      throw new ParameterException(spec.commandLine(), "--from and --to are the same engine");
    }
    PosthornConfig config = selection.read();
    refuseWhereUsed(config);
    if (from == StorageEngine.EMBEDDED
        && !Files.isDirectory(config.server().dataDir().resolve(StagedStore.ROWS))) {
      throw new CommandFailure(
          ExitCode.NO_INPUT, "there is no store in " + config.server().dataDir());
    }
    StoreOwner.check(config.server().dataDir());
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    Console console = Terminals.console(spec.commandLine(), System.in);
    StoreTransfer.Report report = transfer(config, console);
    tell(report, console);
    return ExitCode.OK;
  }

  private StoreTransfer.Report transfer(PosthornConfig config, Console console) throws IOException {
    MeterRegistry registry = new SimpleMeterRegistry();
    // What a replica still has, or has not yet, is not what is moved.
    StorageConfig storage = config.storage().withMysql(config.storage().mysql().withoutReplicas());
    PosthornConfig there = config.withStorage(storage.withEngine(to));
    PosthornConfig here = config.withStorage(storage.withEngine(from));
    try (Engine target = OpenStore.openEngine(there, registry)) {
      target.prepare(StoreTransfer.tables());
      Engine source = OpenStore.openEngine(here, registry);
      // As a store, so that one of an older format is brought up to date first.
      try (Store _ =
          OpenStore.openStore(source, here.storage(), new NodeNumber.Fixed(0), registry)) {
        return new StoreTransfer(source, target, OpenStore.openSpool(config), console::progress)
            .run();
      }
    }
  }

  private static void refuseWhereUsed(PosthornConfig config) throws IOException {
    Optional<AdminClient> daemon = AdminClient.connect(config.adminSocket());
    if (daemon.isPresent()) {
      daemon.get().close();
      throw new CommandFailure(
          ExitCode.UNAVAILABLE, "a daemon runs on " + config.server().dataDir() + "; stop it");
    }
    MysqlOptions database = MysqlOptions.of(config.storage().mysql());
    long end = System.nanoTime() + LINGER.toNanos();
    Set<String> users = DatabaseUsers.of(database);
    while (!users.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      users = DatabaseUsers.of(database);
    }
    if (!users.isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "others are connected to the database, stop them: " + String.join(", ", users));
    }
  }

  private void tell(StoreTransfer.Report report, Console console) {
    console.out(
        "%s %,d accounts, %,d messages, %,d bodies; both stores were read and are equal"
            .formatted(
                report.resumed() ? "went on, and copied" : "copied",
                report.rows().get(AccountRow.TABLE.name()),
                report.rows().get(MessageRow.TABLE.name()),
                report.rows().get(BlobRow.TABLE.name())));
    console.out("now set engine = \"" + to.text() + "\" in [storage], and start the daemon");
  }
}
