package org.posthorn.config.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.config.Compression;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.MailboxConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.SaslMechanism;
import org.posthorn.config.TlsMode;
import org.posthorn.config.read.ReadResult.Failed;
import org.posthorn.config.read.ReadResult.Ok;
import org.posthorn.config.reference.AnnotatedFile;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.config.value.Secret;

class ConfigReaderTest {
  /// The least that is good: no TLS, so no certificate.
  private static final String LEAST =
      """
      server.hostname = "mail.example.org"
      listener = [{ protocol = "smtp", port = 25, tls = "none" }]
      """;

  @TempDir Path dir;

  private ReadResult read(String text) {
    return ConfigReader.read(text, dir.resolve("posthorn.toml"));
  }

  /// The problems of a text as `LINE:COLUMN KEY: MESSAGE`.
  private List<String> problems(String text) {
    Failed failed = assertInstanceOf(Failed.class, read(text));
    return failed.problems().stream().map(ConfigReaderTest::show).toList();
  }

  private List<String> warnings(String text) {
    Ok ok = assertInstanceOf(Ok.class, read(text));
    return ok.warnings().stream().map(ConfigReaderTest::show).toList();
  }

  private static String show(ConfigProblem p) {
    return p.line() + ":" + p.column() + " " + p.key() + ": " + p.message();
  }

  @Test
  void readsTheLeast() {
    PosthornConfig config = read(LEAST).orThrow();
    PosthornConfig defaults = PosthornConfig.defaults();
    ListenerConfig listener =
        new ListenerConfig(
            "smtp-25", ListenerProtocol.SMTP, BindAddress.ANY, 25, TlsMode.NONE, List.of());
    assertEquals(
        defaults
            .withServer(defaults.server().withHostname("mail.example.org"))
            .withListeners(List.of(listener)),
        config);
    assertEquals(List.of(), warnings(LEAST));
  }

  @Test
  void readsEveryKindOfValue() throws IOException {
    Files.writeString(dir.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----");
    Files.writeString(dir.resolve("key.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----");
    Files.writeString(dir.resolve("password"), "hunter2\n");
    PosthornConfig config =
        read("""
            [server]
            hostname = "mx.example.org"
            data-dir = "data"
            postmaster = "root@example.org"
            shutdown-deadline = "1m30s"
            [[listener]]
            name = "behind the proxy"
            protocol = "imap"
            address = "::1"
            port = 1143
            tls = "starttls"
            proxy-protocol-from = ["10.0.0.0/8", "::1"]
            [[tls.certificate]]
            cert = "cert.pem"
            key = "key.pem"
            key-password = "file:password"
            names = ["*.example.org"]
            [limits.imap]
            max-message-size = 1000000
            idle-timeout = "45m"
            exempt-networks = ["127.0.0.0/8"]
            [authentication]
            mechanisms = ["SCRAM-SHA-1", "PLAIN"]
            scram-sha-1 = true
            argon2-memory = "64MB"
            [mailbox]
            address-separator = ""
            create = []
            [dns]
            servers = ["127.0.0.1:5353", "::1"]
            [storage]
            engine = "embedded"
            compression = "zstd"
            [storage.embedded]
            segment-size = "64MB"
            """)
            .orThrow();
    assertEquals(dir.resolve("data"), config.server().dataDir());
    assertEquals(dir.resolve("data/admin.sock"), config.adminSocket());
    assertEquals(Optional.of("root@example.org"), config.server().postmaster());
    assertEquals(Duration.ofSeconds(90), config.server().shutdownDeadline());
    ListenerConfig listener = config.listeners().getFirst();
    assertEquals("behind the proxy", listener.name());
    assertEquals(
        List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("::1")),
        listener.proxyProtocolFrom());
    var certificate = config.tls().certificates().getFirst();
    assertEquals(dir.resolve("cert.pem"), certificate.cert());
    assertEquals(Optional.of(Secret.of("hunter2")), certificate.keyPassword());
    assertEquals(List.of("*.example.org"), certificate.names());
    assertEquals(ByteSize.ofBytes(1_000_000), config.limits().imap().maxMessageSize());
    assertEquals(Duration.ofMinutes(45), config.limits().imap().connection().idleTimeout());
    assertEquals(
        List.of(SaslMechanism.SCRAM_SHA_1, SaslMechanism.PLAIN),
        config.authentication().mechanisms());
    assertEquals(ByteSize.ofMegabytes(64), config.authentication().argon2().memory());
    MailboxConfig mailbox = config.mailbox();
    assertEquals(Optional.empty(), mailbox.addressSeparator());
    assertEquals(List.of(), mailbox.created());
    assertEquals(
        List.of(new HostPort("127.0.0.1", 5353), new HostPort("::1", 53)), config.dns().servers());
    assertEquals(Compression.ZSTD, config.storage().compression());
    EmbeddedStorage engine = config.storage().embedded();
    assertEquals(ByteSize.ofMegabytes(64), engine.segmentSize());
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    PosthornConfig config =
        ConfigReader.overlay(
            PosthornConfig.defaults(),
            """
            server.hostname = "h.example"
            server.data-dir = "/srv/mail \\"quoted\\""
            server.postmaster = "p@example.org"
            mailbox.address-separator = ""
            limits.pop3.bytes-per-second-out = "3MB"
            limits.pop3.exempt-networks = ["10.0.0.0/8"]
            dns.servers = ["[::1]:5300"]
            admin.socket = "/run/posthorn/admin.sock"
            authentication.mechanisms = ["PLAIN"]
            smtp.greeting = "ESMTP \\\\o/ ü"
            listener = [
              { protocol = "imap", port = 143, tls = "none", proxy-protocol-from = ["::1"] },
              { protocol = "pop3", port = 110, tls = "none", address = "127.0.0.1", name = "p" },
            ]
            """);
    assertEquals(config, read(AnnotatedFile.write(config)).orThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "server.hostname = 5 | expected host name, found a whole number",
        "server.hostname = \"a_b\" | \"a_b\" is not a host name",
        "server.postmaster = \"root\" | \"root\" is not a mail address",
        "server.umask = \"999\" | \"999\" is not a umask: write three octal digits, such as \"077\"",
        "server.data-dir = \"\" | a path must not be empty",
        "server.shutdown-deadline = 30 | a duration needs a unit: write \"30s\" for seconds, or ms, m, h, d",
        "server.shutdown-deadline = \"2h\" | 2h is out of range: 0s to 1h",
        "server.shutdown-deadline = \"soon\" | \"soon\" is not a duration: write whole numbers with d, h, m, s or ms",
        "storage.engine = \"embeded\" | \"embeded\" is not one of: embedded, mysql; did you mean \"embedded\"?",
        "storage.engine = \"maildir\" | \"maildir\" is not one of: embedded, mysql",
        "storage.compression = \"gzip\" | \"gzip\" is not one of: none, zstd",
        "storage.compression = true | expected \"none\" or \"zstd\", found true or false",
        "storage.compression-level = 20 | 20 is out of range: 1 to 19",
        "storage.compression-level = 3.0 | expected level, 1 to 19, found a number with a fraction",
        "storage.compression-level = [3] | expected level, 1 to 19, found a list",
        "storage.compression-level = {a = 1} | expected level, 1 to 19, found a table",
        "storage.compression-level = 2020-01-01 | expected level, 1 to 19, found a date or time",
        "storage.spool-inline-limit = \"1KB\" | 1KB is out of range: 4KB to 16MB",
        "storage.spool-inline-limit = -1 | a size cannot be negative",
        "storage.spool-inline-limit = \"big\" | \"big\" is not a size: write a whole number and B, KB, MB, GB or TB",
        "storage.cache.blobs = 1.5 | expected size, 0 to 1TB, found a number with a fraction",
        "metrics.port = 65536 | 65536 is out of range: 1 to 65535",
        "metrics.port = 0 | 0 is out of range: 1 to 65535",
        "metrics.port = \"9090\" | expected port, 1 to 65535, found a string",
        "metrics.enabled = \"yes\" | expected true or false, found a string",
        "metrics.address = \"localhost\" | \"localhost\" is not an address: write an IPv4 or IPv6 address, or \"*\" for all",
        "mailbox.address-separator = \"++\" | \"++\" cannot separate parts of an address",
        "mailbox.address-separator = \"a\" | \"a\" cannot separate parts of an address",
        "smtp.greeting = \"a\\nb\" | \"a?b\" must not be empty or have control characters",
        "log.level = \"INFO\" | \"INFO\" is not one of: error, warn, info, debug, trace",
        "dns.servers = \"::1\" | expected list of: host:port (port 53 if left out), found a string",
        "authentication.scram-rounds = 4096 | 4096 is out of range: 10000 to 1000000",
      })
  void refusesABadValueWhereItStands(String line, String message) {
    String key = line.substring(0, line.indexOf(' '));
    String text =
        LEAST.replace("server.hostname", key.equals("server.hostname") ? "#" : "server.hostname");
    assertEquals(List.of("4:3 " + key + ": " + message), problems(text + "\n  " + line));
  }

  @Test
  void namesTheElementOfAListThatIsBad() {
    assertEquals(
        List.of(
            "4:3 dns.servers[1]: \"x:0:1\" is not an IPv4 or IPv6 address",
            "5:3 dns.servers[2]: port 0 is out of range: 1 to 65535",
            "6:42 limits.imap.exempt-networks[1]:"
                + " 10.1.0.0/8 has bits set after its prefix: write 10.0.0.0/8"),
        problems(
            LEAST
                + """
                dns.servers = ["::1",
                  "x:0:1",
                  "127.0.0.1:0"]
                limits.imap.exempt-networks = ["::/0",   "10.1.0.0/8"]
                """));
  }

  @Test
  void refusesUnknownKeysAndNamesTheNearest() {
    assertEquals(
        List.of(
            "3:1 colour: unknown section",
            "5:1 mailbox.max-mail-boxes: unknown key; did you mean \"max-mailboxes\"?",
            "6:1 mailbox.max-recipients: unknown key; there is limits.smtp.max-recipients",
            "7:1 mailbox.\"with space\": unknown key",
            "8:1 storrage: unknown section; did you mean \"storage\"?",
            "10:1 limits.imapp: unknown key; did you mean \"imap\"?",
            "14:1 mailbox.create[0].specialuse: unknown key; did you mean \"special-use\"?"),
        problems(
            LEAST
                + """
                colour = "red"
                [mailbox]
                max-mail-boxes = 5
                max-recipients = 5
                "with space" = 5
                [storrage]
                engine = "embedded"
                [limits.imapp]
                max-connections = 5
                [[mailbox.create]]
                name = "Lists"
                specialuse = "none"
                """));
  }

  @Test
  void saysWhichKindOfTableBelongsThere() {
    assertEquals(
        List.of(
            "1:1 tls: is a table: write [tls]",
            "2:1 server: is one table: write [server], and only once",
            "4:1 listener: is a list of tables: write [[listener]] for each",
            "6:1 limits.smtp: is a table: write [limits.smtp]"),
        problems(
            """
            tls = "none"
            [[server]]
            hostname = "mail.example.org"
            [listener]
            [limits]
            smtp = 5
            """));
    assertEquals(
        List.of("2:14 listener[1]: is not a table: write [[listener]] for each"),
        problems(
            """
            listener = [{ protocol = "smtp", port = 25, tls = "none" },
                         "imap"]
            server.hostname = "mail.example.org"
            """));
  }

  @Test
  void saysWhatIsMissing() {
    assertEquals(
        List.of(
            "1:1 server.hostname: is missing; expected host name, for example"
                + " \"mail.example.org\"",
            "3:1 listener[0].port: is missing; expected port, 1 to 65535, for example 143",
            "3:1 listener[0].tls: is missing; expected \"none\" or \"starttls\" or"
                + " \"implicit\", for example \"starttls\"",
            "5:1 listener[1].protocol: is missing; expected \"smtp\" or \"submission\" or"
                + " \"lmtp\" or \"imap\" or \"pop3\", for example \"imap\""),
        problems(
            """
            [server]
            data-dir = "/tmp"
            [[listener]]
            protocol = "imap"
            [[listener]]
            port = 25
            tls = "none"
            """));
  }

  @Test
  void reportsAllSyntaxErrorsAndNothingElse() {
    List<String> problems = problems("[server]\nhostname = \nport = 12x\n[server]\nx = \"\n");
    assertEquals(
        List.of("2:12", "3:10", "4:1", "5:6"),
        problems.stream().map(p -> p.substring(0, p.indexOf(' '))).toList(),
        problems.toString());
    assertTrue(problems.get(2).contains("server previously defined at line 1"));
  }

  @Test
  void reportsProblemsOfEveryKindAtOnceInTheOrderOfTheFile() {
    String text =
        """
        [server]
        hostname = "mail.example.org"
        shutdown-deadline = 5

        [[listener]]
        protocol = "imap"
        port = 143
        tls = "starttls"

        [[listener]]
        protocol = "impa"
        port = 99999
        tls = "implicit"

        [mailbox]
        qouta = 5

        [authentication]
        mechanisms = ["SCRAM-SHA-1"]
        """;
    Failed failed = assertInstanceOf(Failed.class, read(text));
    assertEquals(
        List.of(
            "3:1 server.shutdown-deadline",
            "8:1 listener[0].tls",
            "11:1 listener[1].protocol",
            "12:1 listener[1].port",
            "16:1 mailbox.qouta",
            "19:15 authentication.mechanisms[0]"),
        failed.problems().stream().map(p -> p.line() + ":" + p.column() + " " + p.key()).toList());
    assertTrue(
        failed
            .problems()
            .getFirst()
            .toString()
            .startsWith(dir.resolve("posthorn.toml") + ":3:1: server.shutdown-deadline: "));
    ConfigException e = assertThrows(ConfigException.class, failed::orThrow);
    assertEquals(failed.problems(), e.problems());
    assertEquals(6, e.toString().lines().count());
  }

  @Test
  void aProblemThatOnlyFollowsFromAnotherIsLeftOut() {
    // The ports are bad, not twice the same; the certificate is bad, not missing.
    assertEquals(
        List.of(
            "3:1 listener[0].port: 0 is out of range: 1 to 65535",
            "7:1 listener[1].port: -1 is out of range: 1 to 65535",
            "9:1 tls.certificate: is a list of tables: write [[tls.certificate]] for each"),
        problems(
            """
            [[listener]]
            protocol = "imap"
            port = 0
            tls = "starttls"
            [[listener]]
            protocol = "imap"
            port = -1
            tls = "none"
            [tls.certificate]
            [server]
            hostname = "mail.example.org"
            """));
  }

  @Test
  void secretsAreNotInMessages() {
    String text =
        """
        server.hostname = "mail.example.org"
        [[tls.certificate]]
        cert = "c"
        key = "k"
        key-password = ["hunter2"]
        """;
    assertFalse(problems(text).toString().contains("hunter2"));
    List<String> missing = problems(text.replace("[\"hunter2\"]", "\"file:pw\""));
    assertTrue(
        missing.contains(
            "5:1 tls.certificate[0].key-password: there is no file " + dir.resolve("pw")),
        missing.toString());
  }

  @Test
  void saysWhenTheFileItselfCannotBeRead() throws IOException {
    Path absent = dir.resolve("absent.toml");
    Failed failed = assertInstanceOf(Failed.class, ConfigReader.read(absent));
    assertEquals(absent + ": there is no such file", failed.problems().getFirst().toString());

    Path binary =
        Files.write(dir.resolve("binary.toml"), new byte[] {'#', (byte) 0xff, (byte) 0xfe});
    failed = assertInstanceOf(Failed.class, ConfigReader.read(binary));
    assertEquals(binary + ": is not text in UTF-8", failed.problems().getFirst().toString());

    failed = assertInstanceOf(Failed.class, ConfigReader.read(dir));
    assertEquals(1, failed.problems().size());

    Path good = Files.writeString(dir.resolve("good.toml"), LEAST);
    assertInstanceOf(Ok.class, ConfigReader.read(good));
  }

  @Test
  void overlayKeepsWhatIsNotMentioned() {
    PosthornConfig base =
        ConfigReader.overlay(PosthornConfig.defaults(), "limits.imap.max-line = \"32KB\"");
    PosthornConfig over =
        ConfigReader.overlay(base, "limits.imap.max-bad-commands = 3\nmetrics.enabled = false");
    assertEquals(ByteSize.ofKilobytes(32), over.limits().imap().connection().maxLine());
    assertEquals(3, over.limits().imap().connection().maxBadCommands());
    assertFalse(over.metrics().enabled());
    assertEquals(base.listeners(), over.listeners());
    assertEquals(base, ConfigReader.overlay(base, ""));
    var e =
        assertThrows(
            ConfigException.class, () -> ConfigReader.overlay(base, "log.levl = 1\ndns.tries = 0"));
    assertEquals(2, e.problems().size());
  }
}
