package org.posthorn.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.posthorn.server.cluster.ClusterOptions;
import org.posthorn.server.cluster.ClusterTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `posthorn cluster`: several daemons on one database.
@Command(
    name = "cluster",
    description = "Try out several daemons on one database; docs/cluster.md says how to run them.",
    subcommands = {ClusterCommand.Try.class, HelpCommand.class})
final class ClusterCommand extends CommandGroup {
  /// `posthorn cluster try`.
  @Command(
      name = "try",
      header = "Start three databases, Redis and three daemons, here and now.",
      description = {
        "MariaDB with Galera must be installed (mariadb-server, galera-4, rsync), and should be",
        "redis-server. They run on loopback ports with data of their own; the system's own",
        "servers are left alone. It takes about a minute, and nothing is kept."
      })
  static final class Try implements Callable<Integer> {
    private static final int MAX_OFFSET = 50_000;

    @Spec CommandSpec spec;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Where all files are, an empty directory. Default: one in the system's /tmp.")
    @Nullable Path data;

    @Option(
        names = "--port-offset",
        paramLabel = "N",
        description =
            "Added to the standard ports; 1000 more for each daemon. Default: ${DEFAULT-VALUE}.",
        defaultValue = "10000")
    int portOffset;

    @Option(
        names = "--password",
        paramLabel = "PASSWORD",
        description = "The password of alice and bob. Default: ${DEFAULT-VALUE}.",
        defaultValue = "pass")
    String password;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (portOffset < 1024 || portOffset > MAX_OFFSET) {
        throw new ParameterException(
            spec.commandLine(), "--port-offset must be 1024 to " + MAX_OFFSET);
      }
      List<String> missing = ClusterTrial.missing();
      if (!missing.isEmpty()) {
        throw new CommandFailure(
            ExitCode.UNAVAILABLE,
            "not installed: %s (Debian: apt install mariadb-server galera-4 rsync redis-server)"
                .formatted(String.join(", ", missing)));
      }
      PrintWriter out = spec.commandLine().getOut();
      ClusterTrial trial = new ClusterTrial(options(), line -> say(out, line));
      Thread hook = new Thread(() -> stop(trial), "shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        trial.start();
      } catch (IOException failure) {
        giveUp(trial, hook);
        throw failure;
      }
      say(out, trial.readyText());
      new CountDownLatch(1).await();
      return ExitCode.OK;
    }

    /// The caller says why, and with which exit code the process ends.
    private static void giveUp(ClusterTrial trial, Thread hook) throws IOException {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
        trial.close();
      } catch (IllegalStateException _) {
        // The hook is at work.
      }
    }

    private ClusterOptions options() throws IOException {
      Path directory = data == null ? Files.createTempDirectory("posthorn-cluster") : data;
      return new ClusterOptions(directory.toAbsolutePath().normalize(), portOffset, password);
    }

    private static void say(PrintWriter out, String text) {
      out.println(text);
      out.flush();
    }

    /// Ends the process, too: a stop that was asked for is no failure.
    private static void stop(ClusterTrial trial) {
      int code = ExitCode.OK;
      try {
        trial.close();
      } catch (IOException failure) {
        System.err.println("posthorn: " + failure.getMessage());
        code = ExitCode.IO;
      }
      Runtime.getRuntime().halt(code);
    }
  }
}
