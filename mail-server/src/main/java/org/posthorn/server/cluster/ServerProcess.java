package org.posthorn.server.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server that was started as a process of its own. Thread-safe.
///
/// @param name what to call it
/// @param process the process
/// @param log where it writes what it says
record ServerProcess(String name, Process process, Path log) {
  private static final int TAIL = 15;

  static ServerProcess start(String name, List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    return new ServerProcess(name, process, log);
  }

  /// A program of the system, where it is installed.
  static Optional<Path> program(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Something that may become true.
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  /// Waits for a condition, as long as the server runs.
  ///
  /// @throws IOException if it ends, or takes longer
  void await(Condition condition, Duration patience) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException(name + " ended by itself:\n" + tail());
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "%s was not ready after %d seconds:%n%s".formatted(name, patience.toSeconds(), tail()));
      }
    }
  }

  /// The last lines of its log.
  String tail() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /// Asks it to end; one that does not is killed.
  void stop(Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
