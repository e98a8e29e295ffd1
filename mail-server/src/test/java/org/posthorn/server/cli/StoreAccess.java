package org.posthorn.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.config.PosthornConfig;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.server.daemon.OpenStore;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.model.Protocol;

/// A data directory that commands work on, with a daemon of this process that has it open, or
/// without one.
final class StoreAccess implements AutoCloseable {
  /// Whether a daemon runs.
  enum Mode {
    DAEMON,
    DIRECT
  }

  private final Path data;
  private final PosthornConfig config;
  private final List<Daemon> daemon;

  private StoreAccess(Path data, Mode mode) throws IOException {
    PosthornConfig defaults = PosthornConfig.defaults();
    this.data = data;
    this.config =
        defaults
            .withServer(defaults.server().withDataDir(data))
            .withListeners(List.of())
            .withMetrics(defaults.metrics().withEnabled(false));
    this.daemon =
        mode == Mode.DAEMON ? List.of(Daemon.start(config, new StoreCommandRunner())) : List.of();
  }

  static StoreAccess open(Path data, Mode mode) throws IOException {
    return new StoreAccess(data, mode);
  }

  /// Runs a command on the store.
  Cli.Result run(String... words) {
    return Cli.run(
        Stream.concat(Stream.of(words), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }

  /// Does something with the store itself.
  <T> T with(java.util.function.Function<MailStore, T> work) throws IOException {
    if (!daemon.isEmpty()) {
      return work.apply(daemon.getFirst().store());
    }
    try (OpenStore store =
        OpenStore.open(config, new io.micrometer.core.instrument.simple.SimpleMeterRegistry())) {
      return work.apply(store.mail());
    }
  }

  boolean mayLogIn(String login, String password) throws IOException {
    return with(
        store ->
            store
                    .directory()
                    .authenticate(login, password, Protocol.IMAP, InetAddress.getLoopbackAddress())
                instanceof AuthResult.Success);
  }

  @Override
  public void close() {
    daemon.forEach(Daemon::close);
  }
}
