package org.posthorn.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.value.HostPort;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.server.rehearsal.Rehearsal;
import org.posthorn.server.trial.Trial;
import org.posthorn.server.trial.TrialOptions;
import org.posthorn.server.trial.TrialOutbound;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `posthorn try`: a daemon for trying out.
@Command(
    name = "try",
    header = "Start a daemon to play with, here and now.",
    description = {
      "The domain is example.test, the accounts are alice and bob, the certificate is self-signed,",
      "and the ports begin at 10025. Mail is kept between runs; nothing leaves this machine",
      "without --outbound."
    })
final class TryCommand implements Callable<Integer> {
  private static final int MAX_USERS = 1_000_000;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_OFFSET = MAX_PORT - 9090;
  private static final int DNS_PORT = 53;

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where mail, certificate and index are kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = "${sys:user.home}/.local/share/posthorn-try")
  Path data;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}.",
      defaultValue = "127.0.0.1")
  InetAddress bind;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Added to every standard port. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10000")
  int portOffset;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Also make accounts u0 to u(N-1).",
      defaultValue = "0")
  int users;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Everybody's password, 'pass' if not given; needed beyond loopback.")
  @Nullable String password;

  @Option(names = "--outbound", description = "Let mail go to other servers.")
  boolean outbound;

  @Option(
      names = "--rehearse",
      description =
          "Play some mail traffic first, in a store of its own, for the JVM to learn from.")
  boolean rehearse;

  @Option(
      names = "--outbound-port",
      paramLabel = "N",
      description =
          "The port of other servers, for a laboratory that stands in for the world."
              + " Default: ${DEFAULT-VALUE}.",
      defaultValue = "25")
  int outboundPort;

  @Option(
      names = "--dns",
      paramLabel = "HOST:PORT",
      description = "Ask this DNS server; may be given again. Default: those of the system.")
  List<String> dns = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrialOptions options = options();
    PrintWriter out = spec.commandLine().getOut();
    Trial trial = new Trial(options, new StoreCommandRunner());
    Daemon daemon = trial.start();
    Shutdown shutdown = new Shutdown(daemon);
    prove(trial, shutdown);
    if (rehearse) {
      Rehearsal.play(options.data());
    }
    out.println(trial.readyText());
    out.flush();
    shutdown.await();
    return ExitCode.OK;
  }

  private static void prove(Trial trial, Shutdown shutdown) throws IOException {
    try {
      trial.prove();
    } catch (IOException e) {
      shutdown.giveUp();
      throw e;
    }
  }

  private TrialOptions options() {
    if (portOffset < 0 || portOffset > MAX_OFFSET) {
      throw misuse("--port-offset must be 0 to " + MAX_OFFSET);
    }
    if (users < 0 || users > MAX_USERS) {
      throw misuse("--users must be 0 to " + MAX_USERS);
    }
    if (password == null && !bind.isLoopbackAddress()) {
      throw misuse("--password is needed when others can connect (--bind " + bind + ")");
    }
    String everybodys = password == null ? "pass" : password;
    return new TrialOptions(
        data.toAbsolutePath().normalize(),
        bind,
        portOffset,
        users,
        everybodys,
        outbound ? Optional.of(wayOut()) : Optional.empty());
  }

  private TrialOutbound wayOut() {
    if (outboundPort < 1 || outboundPort > MAX_PORT) {
      throw misuse("--outbound-port must be 1 to " + MAX_PORT);
    }
    return new TrialOutbound(outboundPort, dns.stream().map(this::dnsServer).toList());
  }

  private HostPort dnsServer(String text) {
    try {
      return HostPort.parse(text, DNS_PORT);
    } catch (IllegalArgumentException e) {
      throw misuse("--dns: " + e.getMessage());
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
