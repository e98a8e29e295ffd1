package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// Two daemons behind HAProxy with the file that the documentation shows, on other ports. Clients
/// come from 127.0.0.2, HAProxy from 127.0.0.1.
@EnabledIf("available")
class BehindProxyTest {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ALICE = "alice@example.test";

  @TempDir Path directory;

  static boolean available() {
    return Files.isExecutable(HAPROXY)
        && Files.isExecutable(Path.of("/usr/bin/curl"))
        && DatabaseServer.available();
  }

  /// What a daemon has for HAProxy: ports of SMTP, submission with TLS, IMAP with TLS, checks.
  private record Ports(int smtp, int submissions, int imaps, int metrics) {
    static Ports free() throws IOException {
      int[] ports = ServedDaemon.freePorts(4);
      return new Ports(ports[0], ports[1], ports[2], ports[3]);
    }

    String config(Path directory) {
      return listener("smtp", smtp, "starttls")
          + listener("submission", submissions, "implicit")
          + listener("imap", imaps, "implicit")
          + """
          [[tls.certificate]]
          cert = "%1$s/cert.pem"
          key = "%1$s/key.pem"
          [metrics]
          address = "127.0.0.1"
          port = %2$d
          """
              .formatted(directory, metrics);
    }

    private static String listener(String protocol, int port, String tls) {
      return """
      [[listener]]
      name = "proxied-%1$s"
      protocol = "%1$s"
      address = "127.0.0.1"
      port = %2$d
      tls = "%3$s"
      proxy-protocol-from = ["127.0.0.1/32"]
      """
          .formatted(protocol, port, tls);
    }

    /// The documentation's file with these ports for one of its servers.
    String into(String text, String server, String address) {
      return text.replaceAll(
              "(?m)(server %s) %s:25 (.*)9090$".formatted(server, address),
              "$1 127.0.0.1:" + smtp + " $2" + metrics)
          .replaceAll(
              "(?m)(server %s) %s:465 (.*)9090$".formatted(server, address),
              "$1 127.0.0.1:" + submissions + " $2" + metrics)
          .replaceAll(
              "(?m)(server %s) %s:993 (.*)9090$".formatted(server, address),
              "$1 127.0.0.1:" + imaps + " $2" + metrics);
    }
  }

  @Test
  void clientsAreKnownAndAStoppedDaemonIsLeftAlone() throws Exception {
    SelfSigned.create(List.of("mail.example.test"), InstantSource.system())
        .write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    DatabaseServer server = DatabaseServer.shared();
    String storage = SharedDatabaseTest.storage(server, server.newDatabase());
    Ports here = Ports.free();
    Ports there = Ports.free();
    int[] front = ServedDaemon.freePorts(3);
    ServedDaemon a = ServedDaemon.prepare(directory.resolve("a"), storage + here.config(directory));
    ServedDaemon b =
        ServedDaemon.prepare(directory.resolve("b"), storage + there.config(directory));
    a.run("account", "add", ALICE, "--password", "pass").exits(0);
    a.start();
    try (a) {
      b.start();
      Process proxy = startProxy(front, here, there);
      try (b) {
        mailPasses(front);
        assertFalse(a.output().contains("readyz"), a.output());
        b.close();
        await()
            .atMost(PATIENCE)
            .until(() -> Files.readString(log()).contains("imaps/mail2 is DOWN"));
        for (int i = 0; i < 4; i++) {
          assertTrue(read(front[2]).contains("X-Letter: proxied"));
        }
      } finally {
        proxy.destroy();
        proxy.waitFor();
      }
    }
  }

  private Process startProxy(int[] front, Ports here, Ports there) throws Exception {
    String text = Files.readString(Path.of("../docs/haproxy.cfg"));
    text = here.into(there.into(text, "mail2", "10.0.0.12"), "mail1", "10.0.0.11");
    text =
        text.replace("bind :25\n", "bind 127.0.0.1:" + front[0] + '\n')
            .replace("bind :465\n", "bind 127.0.0.1:" + front[1] + '\n')
            .replace("bind :993\n", "bind 127.0.0.1:" + front[2] + '\n');
    assertFalse(text.contains("10.0.0."), text);
    Path config = Files.writeString(directory.resolve("haproxy.cfg"), text);
    Process proxy =
        new ProcessBuilder(HAPROXY.toString(), "-db", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertTrue(proxy.isAlive(), this::readLog);
              try (Wire _ = new Wire(front[2])) {
                return true;
              } catch (IOException _) {
                return false;
              }
            });
    return proxy;
  }

  private Path log() {
    return directory.resolve("haproxy.log");
  }

  private String readLog() {
    try {
      return Files.readString(log());
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  /// STARTTLS and TLS end in the daemon, which knows where the client is.
  private void mailPasses(int[] front) throws Exception {
    Path letter = directory.resolve("letter");
    Files.writeString(letter, Letters.text("proxied"), StandardCharsets.ISO_8859_1);
    send("smtp://127.0.0.1:" + front[0], letter, "--ssl-reqd", "--mail-from", "a@far.example");
    String mail = read(front[2]);
    assertTrue(mail.contains("X-Letter: proxied"), mail);
    assertTrue(mail.contains("[127.0.0.2]"), mail);
    assertFalse(mail.contains("[127.0.0.1]"), mail);
    send("smtps://127.0.0.1:" + front[1], letter, "-u", ALICE + ":pass", "--mail-from", ALICE);
  }

  private static void send(String url, Path letter, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("-T", letter.toString(), "--mail-rcpt", ALICE, url));
    curl(arguments);
  }

  private static String read(int port) throws Exception {
    return curl(List.of("-u", ALICE + ":pass", "imaps://127.0.0.1:" + port + "/INBOX;MAILINDEX=1"));
  }

  private static String curl(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-k", "--max-time", "60"));
    command.addAll(List.of("--interface", "127.0.0.2"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
