package org.posthorn.smtp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;

/// Filters as Debian ships them: OpenDKIM over TCP, and one on libmilter's own library over a Unix
/// socket that makes every change there is.
class RealMilterTest {
  private static final Path OPENDKIM = Path.of("/usr/sbin/opendkim");
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path PYTHON_MILTER =
      Path.of("/usr/lib/python3/dist-packages/Milter/__init__.py");

  @TempDir Path directory;
  private Optional<Process> filter = Optional.empty();

  @AfterEach
  void stop() throws InterruptedException {
    if (filter.isPresent()) {
      filter.get().destroy();
      filter.get().waitFor();
    }
  }

  private void start(SocketAddress address, String... command) throws IOException {
    File log = directory.resolve("filter.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    filter = Optional.of(process);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertTrue(process.isAlive(), () -> text(log.toPath()));
              return answers(address);
            });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private static boolean answers(SocketAddress address) {
    try (SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open()) {
      return channel.connect(address);
    } catch (IOException _) {
      return false;
    }
  }

  private SmtpFixture open(String address) throws IOException {
    return SmtpFixture.forStrangers(
        directory,
        "checks = [\"milters\"]\n[[inbound.milter]]\nname = \"real\"\naddress = \""
            + address
            + "\"\nmail = [\"strangers\", \"users\"]\n");
  }

  private static void send(SmtpClient client, String sender, String message) throws IOException {
    client
        .say("MAIL FROM:<" + sender + ">", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ")
        .say("DATA", "354 ")
        .raw(message + ".\r\n")
        .expect("250 ");
  }

  private static String body(SmtpFixture smtp) {
    return new String(smtp.town.copies().getLast().body(), StandardCharsets.ISO_8859_1);
  }

  private static String whole(SmtpFixture smtp) {
    return smtp.town.copies().getLast().prefix() + body(smtp);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private String openDkim(int port) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Path key =
        Files.writeString(
            directory.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    String record =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    Path keys =
        Files.writeString(
            directory.resolve("keys"), "sel._domainkey.example.test " + record + "\n");
    // This host is none whose mail is signed: only users' is.
    Path inside = Files.writeString(directory.resolve("inside"), "192.0.2.1\n");
    Path config =
        Files.writeString(
            directory.resolve("opendkim.conf"),
            """
            Mode sv
            Socket inet:%d@127.0.0.1
            Domain example.test
            Selector sel
            KeyFile %s
            TestPublicKeys %s
            InternalHosts %s
            RequireSafeKeys no
            AlwaysAddARHeader yes
            AuthservID mx.example.test
            RemoveARFrom mx.example.test
            Canonicalization simple/simple
            Syslog no
            """
                .formatted(port, key, keys, inside));
    return config.toString();
  }

  @Test
  void openDkimSignsAndVerifies() throws Exception {
    assumeTrue(Files.isExecutable(OPENDKIM), "opendkim is not installed");
    int port = freePort();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    start(address, OPENDKIM.toString(), "-f", "-x", openDkim(port));
    try (SmtpFixture smtp = open("127.0.0.1:" + port)) {
      String message =
          "From: Alice <alice@example.test>\r\nSubject:  two  blanks,\r\n folded\r\n"
              + "Date: Tue, 3 Feb 2026 04:05:06 +0000\r\nMessage-ID: <1@example.test>\r\n\r\n"
              + "Hello\r\n\r\nBye \r\n";
      try (SmtpClient user = smtp.submission().hello().login("alice@example.test")) {
        send(user, "alice@example.test", message);
      }
      // Everything from the signature on, as the next server gets it.
      String signed = whole(smtp).substring(whole(smtp).indexOf("DKIM-Signature: v=1;"));
      assertTrue(signed.endsWith(message), signed);
      try (SmtpClient stranger = smtp.relay().hello()) {
        send(stranger, "alice@example.test", signed);
        assertTrue(whole(smtp).contains("dkim=pass"), whole(smtp));
        String forged = "Authentication-Results: mx.example.test; dkim=pass\r\n" + signed;
        send(stranger, "alice@example.test", forged.replace("Hello", "Jello"));
        assertTrue(whole(smtp).contains("dkim=fail"), whole(smtp));
        assertFalse(whole(smtp).contains("dkim=pass"), whole(smtp));
      }
    }
  }

  @Test
  void libmilterMakesEveryChange() throws IOException {
    assumeTrue(Files.exists(PYTHON_MILTER), "python3-milter is not installed");
    Path socket = directory.resolve("filter.sock");
    Path script =
        Files.writeString(
            directory.resolve("filter.py"),
            """
            import sys, Milter

            class Filter(Milter.Base):
                def envrcpt(self, to, *params):
                    if to.startswith("<bob"):
                        self.setreply("550", "5.7.1", "Not", "for Bob")
                        return Milter.REJECT
                    self.symbol = self.getsymval("{rcpt_mailer}")
                    return Milter.CONTINUE

                @Milter.nocallback
                def unknown(self, cmd):
                    return Milter.CONTINUE

                @Milter.noreply
                def header(self, name, value):
                    return Milter.CONTINUE

                def body(self, chunk):
                    return Milter.CONTINUE

                def eom(self):
                    self.progress()
                    self.addheader("X-Symbol", self.symbol + " " + self.getsymval("i"))
                    self.addheader("X-First", "folded\\n\\there", 0)
                    self.chgheader("Subject", 1, "changed")
                    self.chgheader("X-Old", 1, "")
                    self.chgfrom("<new@other.test>")
                    self.addrcpt("<carl@example.test>")
                    self.delrcpt("<alice@example.test>")
                    self.replacebody("a new body\\r\\n")
                    self.quarantine("smells")
                    return Milter.CONTINUE

            Milter.factory = Filter
            Milter.set_flags(Milter.ADDHDRS + Milter.CHGHDRS + Milter.CHGBODY + Milter.ADDRCPT
                + Milter.DELRCPT + Milter.QUARANTINE + Milter.CHGFROM)
            Milter.runmilter("filter", sys.argv[1], 60)
            """);
    start(
        UnixDomainSocketAddress.of(socket), PYTHON.toString(), script.toString(), "unix:" + socket);
    try (SmtpFixture smtp = open("unix:" + socket);
        SmtpClient client = smtp.relay().hello()) {
      smtp.town.person("carl@example.test", 7);
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "550 5.7.1 for Bob")
          .say("RSET", "250 ");
      for (int i = 0; i < 2; i++) {
        send(client, "a@other.test", "X-Old: x\r\nSubject: old\r\n\r\n" + "old\r\n".repeat(30_000));
        Town.Copy copy = smtp.town.copies().getLast();
        assertEquals("carl@example.test", copy.recipient().toString());
        String symbol =
            body(smtp).lines().filter(l -> l.startsWith("X-Symbol: ")).findAny().orElse("");
        assertTrue(symbol.matches("X-Symbol: local \\S+"), symbol);
        assertEquals("Subject: changed\r\n" + symbol + "\r\n\r\na new body\r\n", body(smtp));
        assertTrue(copy.prefix().contains("X-First: folded\r\n\there\r\nReceived:"), copy.prefix());
        assertTrue(copy.prefix().startsWith("Return-Path: <new@other.test>"), copy.prefix());
        assertEquals(
            new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE), copy.actions().getFirst());
      }
    }
  }
}
