package org.posthorn.config.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ReadResult.Failed;
import org.posthorn.config.read.ReadResult.Ok;

class ConfigChecksTest {
  private static final String HOST = "server.hostname = \"mail.example.org\"\n";
  private static final String SMTP =
      "listener = [{ protocol = \"smtp\", port = 25, tls = \"none\" }]\n";

  @TempDir Path dir;

  private List<String> errors(String text) {
    ReadResult result = ConfigReader.read(text, dir.resolve("posthorn.toml"));
    return show(assertInstanceOf(Failed.class, result).problems());
  }

  private List<String> warnings(String text) {
    ReadResult result = ConfigReader.read(text, dir.resolve("posthorn.toml"));
    return show(assertInstanceOf(Ok.class, result, result.toString()).warnings());
  }

  private static List<String> show(List<ConfigProblem> problems) {
    return problems.stream()
        .map(p -> p.line() + ":" + p.column() + " " + p.key() + ": " + p.message())
        .toList();
  }

  @Test
  void listenersMustNotCollide() {
    assertEquals(
        List.of(
            "5:49 listener[3].port: port 25 of address ::1 is taken by listener[0]"
                + " (port 25 of address *)",
            "6:49 listener[4].port: port 143 of address 127.0.0.1 is taken by listener[1]"
                + " (port 143 of address 127.0.0.1)",
            "7:29 listener[5].name: \"a\" is the name of listener[2] too",
            "9:1 metrics.port: 9090 is taken by listener[6] (port 9090 of address *)"),
        errors(
            """
            server.hostname = "mail.example.org"
            listener = [{ protocol = "smtp",                port = 25,   tls = "none" },
              { protocol = "imap", address = "127.0.0.1",   port = 143,  tls = "none" },
              { protocol = "imap", address = "127.0.0.2",   port = 143,  tls = "none", name = "a" },
              { protocol = "smtp", address = "::1",         port = 25,   tls = "none", name = "b" },
              { protocol = "pop3", address = "127.0.0.1",   port = 143,  tls = "none" },
              { protocol = "pop3",      name = "a",         port = 110,  tls = "none" },
              { protocol = "pop3",      name = "m",         port = 9090, tls = "none" }]
            metrics.port = 9090
            """));
    assertEquals(
        List.of("2:1 listener: there is no listener: nobody could connect"),
        errors(HOST + "listener = []"));
  }

  @Test
  void lmtpIsNotForPort25() {
    assertEquals(
        List.of("3:31 listener[0].port: LMTP must not be spoken on port 25; 24 is usual"),
        errors(
            """
            server.hostname = "mail.example.org"
            listener = [
              { protocol = "lmtp",        port = 25, tls = "none" }]
            """));
  }

  @Test
  void tlsNeedsACertificate() {
    assertEquals(
        List.of(
            "0:0 listener[0].tls: \"starttls\" needs a certificate: add [[tls.certificate]] with"
                + " cert and key"),
        errors(HOST));
  }

  @Test
  void dkimKeysAreThereAndHaveNamesOfTheirOwn() throws IOException {
    Path key = Files.writeString(dir.resolve("a.pem"), "-----BEGIN PRIVATE KEY-----\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    String one = "[[dkim.key]]\ndomain = \"example.org\"\nselector = \"202611\"\nkey = ";
    assertEquals(
        List.of("6:1 dkim.key[0].key: " + key + " can be read by everybody on this machine"),
        warnings(HOST + SMTP + one + "\"a.pem\"\n"));
    assertEquals(
        List.of(
            "9:1 dkim.key[1].selector: dkim.key[0] has this domain and selector too",
            "10:1 dkim.key[1].key: there is no file " + dir.resolve("b.pem")),
        errors(HOST + SMTP + one + "\"a.pem\"\n" + one + "\"b.pem\"\n"));
  }

  @Test
  void certificateFilesMustBeThereAndOfTheRightKind() throws IOException {
    Files.writeString(dir.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----\n");
    Files.writeString(dir.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n");
    Files.writeString(dir.resolve("encrypted.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    Files.write(dir.resolve("key.der"), new byte[] {0x30, (byte) 0x82});
    assertEquals(
        List.of(
            "3:1 tls.certificate[0].cert: there is no file " + dir.resolve("absent.pem"),
            "4:1 tls.certificate[0].key: "
                + dir.resolve("key.der")
                + " has no private key in PEM form",
            "6:1 tls.certificate[1].cert: "
                + dir.resolve("key.pem")
                + " has no certificate in PEM form",
            "7:1 tls.certificate[1].key: the key is encrypted: set key-password"),
        errors(
            HOST
                + """
                [[tls.certificate]]
                cert = "absent.pem"
                key = "key.der"
                [[tls.certificate]]
                cert = "key.pem"
                key = "encrypted.pem"
                [[tls.certificate]]
                cert = "cert.pem"
                key = "encrypted.pem"
                key-password = "x"
                """));
  }

  @Test
  void dataDirectoryIsNotAFile() throws IOException {
    Files.writeString(dir.resolve("data"), "");
    assertEquals(
        List.of("3:1 server.data-dir: " + dir.resolve("data") + " is there, but not a directory"),
        errors(HOST + SMTP + "server.data-dir = \"data\""));
  }

  @Test
  void mechanisms() {
    assertEquals(
        List.of(
            "3:40 authentication.mechanisms[1]: \"PLAIN\" is listed twice",
            "3:49 authentication.mechanisms[2]:"
                + " \"SCRAM-SHA-1\" needs authentication.scram-sha-1 = true"),
        errors(
            HOST + SMTP + "authentication.mechanisms = [ \"PLAIN\", \"PLAIN\", \"SCRAM-SHA-1\"]"));
    assertEquals(
        List.of("3:1 authentication.mechanisms: the list is empty: nobody could log in"),
        errors(HOST + SMTP + "authentication.mechanisms = []"));
  }

  @Test
  void limitsBeforeLoginAreNotAboveThoseAfter() {
    assertEquals(
        List.of(
            "3:1 limits.smtp.max-line-before-login:"
                + " 64KB is more than after login: max-line is 12KB",
            "4:1 limits.imap.max-literal-before-login:"
                + " 2KB is more than after login: max-literal is 1KB",
            "6:1 storage.spool-inline-limit:"
                + " 2MB does not fit into a segment: storage.embedded.segment-size is 1MB"),
        errors(
            HOST
                + SMTP
                + """
                limits.smtp.max-line-before-login = "64KB"
                limits.imap.max-literal-before-login = "2KB"
                limits.imap.max-literal = "1KB"
                storage.spool-inline-limit = "2MB"
                storage.embedded.segment-size = "1MB"
                """));
  }

  @Test
  void mailboxesOfANewAccount() {
    assertEquals(
        List.of(
            "3:20 mailbox.create[0].name: \"Inbox\" is there already",
            "4:29 mailbox.create[2].special-use: another mailbox is for \"junk\" already",
            "5:5 mailbox.create[3].name: \"a//b\" has an empty level"),
        errors(
                HOST
                    + SMTP
                    + """
                mailbox.create = [{name = "Inbox"}, {name = "Junk", special-use = "junk"},
                    { name = "Spam",        special-use = "junk" },
                    {name = "a//b"}]
                """)
            .stream()
            .map(s -> s.replace("5:6 ", "5:5 "))
            .toList());
  }

  @Test
  void warnings() {
    assertEquals(
        List.of(
            "1:1 server.hostname: \"mail\" has no domain: other servers will not take mail from it",
            "3:1 authentication.allow-plaintext-login: passwords may cross the network in the clear,"
                + " to listener[0] (port 143 of address *)",
            "4:1 limits.imap.idle-timeout: clients count on 30m at least",
            "5:1 limits.smtp.max-recipients:"
                + " RFC 5321 asks for 100 at least, some servers count on it"),
        warnings(
            """
            server.hostname = "mail"
            listener = [{ protocol = "imap", port = 143, tls = "none" }]
            authentication.allow-plaintext-login = true
            limits.imap.idle-timeout = "29m"
            limits.smtp.max-recipients = 99
            """));
    assertEquals(
        List.of(
            "2:46 listener[0].tls: without TLS no client can log in with a password here, since"
                + " authentication.allow-plaintext-login is false"),
        warnings(HOST + "listener = [{ protocol = \"imap\", port = 143, tls = \"none\" }]"));
    assertEquals(
        List.of(),
        warnings(
            HOST
                + "authentication.allow-plaintext-login = true\n"
                + "listener = [{protocol = \"imap\", port = 1, tls = \"none\", address = \"::1\"}]"));
  }

  @Test
  void programsCanBeCheckedToo() {
    PosthornConfig config = PosthornConfig.defaults();
    assertEquals(
        List.of("listener[0].tls", "server.hostname"),
        ConfigChecks.check(config).stream().map(Finding::key).toList());
  }

  @Test
  void aReplicaIsAnotherServer() {
    assertEquals(
        List.of(
            "6:1 storage.mysql.replicas: db1:3306 is the database itself: a replica is another"
                + " server, which follows it",
            "10:1 storage.shard[0].replicas: b3:3306 is there twice"),
        errors(
            HOST
                + SMTP
                + """
                storage.engine = "mysql"
                [storage.mysql]
                hosts = ["db1"]
                replicas = ["db1:3306", "db2"]
                [[storage.shard]]
                name = "b"
                hosts = ["b1", "b2"]
                replicas = ["b2", "b3", "b3:3306"]
                """));
  }
}
