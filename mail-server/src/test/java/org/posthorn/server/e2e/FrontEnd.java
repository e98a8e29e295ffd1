package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A real proxy with the file that the documentation shows, on free loopback ports, in front of two
/// daemons.
final class FrontEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The documented ports of SMTP, submission with TLS, and IMAP with TLS.
  private static final int[] DOCUMENTED = {25, 465, 993};

  private final Kind kind;
  private final int[] ports;
  private final Path log;
  private final Process process;

  /// The proxies that the documentation shows.
  enum Kind {
    HAPROXY("/usr/sbin/haproxy", "haproxy.cfg"),
    NGINX("/usr/sbin/nginx", "nginx.conf");

    private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    private final Path binary;
    private final String file;

    Kind(String binary, String file) {
      this.binary = Path.of(binary);
      this.file = file;
    }

    /// Whether it is installed.
    boolean available() {
      return Files.isExecutable(binary) && (this != NGINX || Files.exists(STREAM));
    }

    private List<String> command(Path config, Path folder) {
      return switch (this) {
        case HAPROXY -> List.of(binary.toString(), "-db", "-f", config.toString());
        case NGINX ->
            List.of(
                binary.toString(),
                "-p",
                folder.toString(),
                "-c",
                config.toString(),
                "-g",
                "daemon off; error_log stderr notice; pid " + folder.resolve("nginx.pid") + ";");
      };
    }

    /// The documentation's file for other ports.
    private String onPorts(String text, int[] front, List<Behind> behind) {
      String changed = text;
      for (int i = 0; i < DOCUMENTED.length; i++) {
        changed =
            switch (this) {
              case HAPROXY ->
                  changed.replace(
                      "bind :" + DOCUMENTED[i] + '\n', "bind 127.0.0.1:" + front[i] + '\n');
              case NGINX ->
                  changed.replace(
                      "listen " + DOCUMENTED[i] + ';', "listen 127.0.0.1:" + front[i] + ';');
            };
        for (int daemon = 0; daemon < behind.size(); daemon++) {
          String shown = "10.0.0.1" + (daemon + 1) + ':' + DOCUMENTED[i] + ' ';
          String checks = "check port " + behind.get(daemon).metrics + '\n';
          changed =
              changed.replaceAll(
                  shown + "(.*)check port 9090\n", shown + "$1" + checks.replace("$", ""));
          changed = changed.replace(shown, "127.0.0.1:" + behind.get(daemon).mail[i] + ' ');
        }
      }
      return changed;
    }
  }

  /// Where a daemon listens.
  ///
  /// @param mail SMTP, submission with TLS, and IMAP with TLS
  /// @param metrics what is asked whether it is ready
  record Behind(int[] mail, int metrics) {}

  private FrontEnd(Kind kind, int[] ports, Path log, Process process) {
    this.kind = kind;
    this.ports = ports;
    this.log = log;
    this.process = process;
  }

  /// Starts one and waits until it listens.
  ///
  /// @param folder its own, absent
  static FrontEnd start(Kind kind, Path folder, List<Behind> behind) throws IOException {
    Files.createDirectory(folder);
    int[] ports = ServedDaemon.freePorts(DOCUMENTED.length);
    String text = kind.onPorts(Files.readString(Path.of("../docs", kind.file)), ports, behind);
    assertFalse(text.contains("10.0.0."), text);
    assertFalse(text.contains("9090"), text);
    Path config = Files.writeString(folder.resolve(kind.file), text);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(kind.command(config, folder))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    FrontEnd made = new FrontEnd(kind, ports, log, process);
    await().atMost(PATIENCE).until(made::listens);
    return made;
  }

  private boolean listens() throws IOException {
    assertTrue(process.isAlive(), Files.readString(log));
    try (Wire _ = new Wire(imaps())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Waits until it knows that the second daemon is gone, if it finds that out before it is needed.
  void awaitSecondDown() {
    if (kind == Kind.HAPROXY) {
      await().atMost(PATIENCE).until(() -> Files.readString(log).contains("imaps/mail2 is DOWN"));
    }
  }

  Kind kind() {
    return kind;
  }

  int smtp() {
    return ports[0];
  }

  int submissions() {
    return ports[1];
  }

  int imaps() {
    return ports[2];
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
