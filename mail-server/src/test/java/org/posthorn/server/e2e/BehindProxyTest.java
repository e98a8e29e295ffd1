package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// Two daemons behind the proxies that the documentation shows. Clients come from 127.0.0.2, the
/// proxies from 127.0.0.1: HAProxy speaks version 2 of the PROXY protocol, nginx version 1.
@EnabledIf("available")
class BehindProxyTest {
  @TempDir Path directory;

  static boolean available() {
    return Arrays.stream(FrontEnd.Kind.values()).anyMatch(FrontEnd.Kind::available)
        && Files.isExecutable(Path.of("/usr/bin/curl"))
        && DatabaseServer.available();
  }

  private static FrontEnd.Behind ports() throws IOException {
    int[] ports = ServedDaemon.freePorts(4);
    return new FrontEnd.Behind(Arrays.copyOf(ports, 3), ports[3]);
  }

  /// What a daemon has for them.
  private String config(FrontEnd.Behind ports) {
    return listener("smtp", ports.mail()[0], "starttls")
        + listener("submission", ports.mail()[1], "implicit")
        + listener("imap", ports.mail()[2], "implicit")
        + """
        [[tls.certificate]]
        cert = "%1$s/cert.pem"
        key = "%1$s/key.pem"
        [metrics]
        address = "127.0.0.1"
        port = %2$d
        """
            .formatted(directory, ports.metrics());
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

  @Test
  void clientsAreKnownAndAStoppedDaemonIsLeftAlone() throws Exception {
    SelfSigned.create(List.of("mail.example.test"), InstantSource.system())
        .write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    DatabaseServer server = DatabaseServer.shared();
    String storage = SharedDatabaseTest.storage(server, server.newDatabase());
    List<FrontEnd.Behind> behind = List.of(ports(), ports());
    ServedDaemon a = ServedDaemon.prepare(directory.resolve("a"), storage + config(behind.get(0)));
    ServedDaemon b = ServedDaemon.prepare(directory.resolve("b"), storage + config(behind.get(1)));
    List<FrontEnd> fronts = new ArrayList<>();
    for (FrontEnd.Kind kind : FrontEnd.Kind.values()) {
      if (kind.available()) {
        a.run("account", "add", user(kind), "--password", "pass").exits(0);
      }
    }
    a.start();
    try (a) {
      b.start();
      try (b) {
        for (FrontEnd.Kind kind : FrontEnd.Kind.values()) {
          if (kind.available()) {
            fronts.add(FrontEnd.start(kind, directory.resolve(kind.name()), behind));
          }
        }
        for (FrontEnd front : fronts) {
          mailPasses(front);
        }
        assertFalse(a.output().contains("readyz"), a.output());
        b.close();
        for (FrontEnd front : fronts) {
          front.awaitSecondDown();
          for (int i = 0; i < 4; i++) {
            assertTrue(read(front).contains("X-Letter: proxied"));
          }
        }
      }
    } finally {
      for (FrontEnd front : fronts) {
        front.close();
      }
    }
  }

  /// One account for each proxy.
  private static String user(FrontEnd.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT) + "@example.test";
  }

  /// STARTTLS and TLS end in the daemon, which knows where the client is.
  private void mailPasses(FrontEnd front) throws Exception {
    Path letter = directory.resolve("letter");
    Files.writeString(letter, Letters.text("proxied"), StandardCharsets.ISO_8859_1);
    String user = user(front.kind());
    String smtp = "smtp://127.0.0.1:" + front.smtp();
    send(smtp, letter, user, "--ssl-reqd", "--mail-from", "a@far.example");
    String mail = read(front);
    assertTrue(mail.contains("X-Letter: proxied"), mail);
    assertTrue(mail.contains("[127.0.0.2]"), mail);
    assertFalse(mail.contains("[127.0.0.1]"), mail);
    String submissions = "smtps://127.0.0.1:" + front.submissions();
    send(submissions, letter, user, "-u", user + ":pass", "--mail-from", user);
  }

  private static void send(String url, Path letter, String to, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("-T", letter.toString(), "--mail-rcpt", to, url));
    curl(arguments);
  }

  private static String read(FrontEnd front) throws Exception {
    String url = "imaps://127.0.0.1:" + front.imaps() + "/INBOX;MAILINDEX=1";
    return curl(List.of("-u", user(front.kind()) + ":pass", url));
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
