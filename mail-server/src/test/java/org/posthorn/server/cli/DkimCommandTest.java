package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;
import org.posthorn.config.read.ConfigReader;

/// `posthorn dkim`: a domain's keys from the first to the one after the next.
class DkimCommandTest {
  @TempDir Path directory;

  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    config = directory.resolve("posthorn.toml");
    Files.writeString(
        config,
        """
        [server]
        hostname = "mx.example.org"
        data-dir = "%s"
        [[listener]]
        protocol = "imap"
        port = 14300
        tls = "none"
        """
            .formatted(directory.resolve("data")));
  }

  private Cli.Result dkim(String... words) {
    return Cli.run(
        Stream.of(Stream.of("dkim"), Stream.of(words), Stream.of("--config", config.toString()))
            .flatMap(all -> all)
            .toArray(String[]::new));
  }

  private List<DkimKeyConfig> keys() {
    return ConfigReader.read(config).orThrow().dkim().keys();
  }

  /// Does what a command has printed: adds its tables to the configuration.
  private void addTables(Cli.Result result) throws IOException {
    String tables =
        result.lines().stream()
            .filter(l -> l.matches(" {2}(\\[\\[dkim.key]]|(domain|selector|key|use) = .*)"))
            .collect(Collectors.joining("\n", "\n", "\n"));
    Files.writeString(config, tables, StandardOpenOption.APPEND);
  }

  private void use(String selector, String use) throws IOException {
    String text = Files.readString(config);
    int at = text.indexOf("use = ", text.indexOf("selector = \"" + selector + "\""));
    Files.writeString(config, text.substring(0, at) + "use = \"" + use + "\"" + rest(text, at));
  }

  private static String rest(String text, int at) {
    return text.substring(text.indexOf('\n', at));
  }

  private static String records(Cli.Result result) {
    return result.lines().stream()
        .map(String::strip)
        .filter(l -> l.contains("._domainkey.") && l.contains(" IN TXT "))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void generateMakesAKeyThatCanBeAdded() throws IOException {
    Cli.Result made = dkim("generate", "Example.ORG").ok();
    addTables(made);
    DkimKeyConfig key = keys().getFirst();
    assertEquals("example.org", key.domain());
    assertEquals(DkimUse.NEXT, key.use());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.key())));
    assertTrue(made.out().contains(key.selector() + "._domainkey.example.org. IN TXT"), made.out());

    Cli.Result other = dkim("generate", "example.org", "--type", "ed25519").ok();
    addTables(other);
    assertEquals(key.selector() + "b", keys().getLast().selector());
    assertEquals(records(made) + records(other), records(dkim("show", "example.org").ok()));
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    dkim("generate", "example.org", "--selector", "S1", "--type", "ed25519").ok();
    Path file = directory.resolve("dkim/example.org.s1.pem");
    String before = Files.readString(file);
    dkim("generate", "example.org", "--selector", "s1").exits(ExitCode.IO);
    assertEquals(before, Files.readString(file));
  }

  @Test
  void misuse() {
    dkim("generate", "example.org", "--selector", "../../x").exits(ExitCode.USAGE);
    dkim("generate", "../x").exits(ExitCode.USAGE);
    dkim("generate", "example.org", "--type", "dsa").exits(ExitCode.USAGE);
    assertFalse(Files.exists(directory.resolve("dkim")));
    dkim("show").exits(ExitCode.NO_USER);
    dkim("show", "example.org").exits(ExitCode.NO_USER);
    dkim("rotate", "example.org").exits(ExitCode.NO_USER);
    Cli.run("dkim", "show", "--config", directory.resolve("no").toString())
        .exits(ExitCode.NO_INPUT);
  }

  /// A key that signs, and is made much faster than one of 2048 bits.
  private void addShortRsaKey(String selector) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    Path file = directory.resolve("short.pem");
    KeyFile.write(file, generator.generateKeyPair().getPrivate());
    String table =
        "[[dkim.key]]\ndomain = \"example.org\"\nselector = \"%s\"\nkey = \"%s\"\nuse = \"sign\"\n";
    Files.writeString(config, table.formatted(selector, file), StandardOpenOption.APPEND);
  }

  @Test
  void rotateMakesOneOfEachKindAndSaysWhen() throws Exception {
    addShortRsaKey("rsa1");
    addTables(dkim("generate", "example.org", "--selector", "ed1", "--type", "ed25519").ok());
    use("ed1", "sign");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);

    Cli.Result rotated = dkim("rotate", "example.org").ok();
    assertEquals(4, records(rotated).lines().count(), rotated.out());
    assertTrue(rotated.out().contains("rsa1._domainkey.example.org."), rotated.out());
    boolean saysWhen =
        Stream.of(today, today.plusDays(1))
            .anyMatch(day -> rotated.out().contains("On " + day.plusDays(2) + " or later"));
    assertTrue(saysWhen, rotated.out());
    addTables(rotated);
    List<DkimKeyConfig> next = keys().stream().filter(k -> k.use() == DkimUse.NEXT).toList();
    assertEquals(2, next.size());
    assertTrue(records(rotated).contains("k=ed25519"), rotated.out());

    Cli.Result again = dkim("rotate", "example.org").exits(ExitCode.CANT_CREATE);
    assertTrue(again.err().contains(next.getFirst().selector()), again.err());
    use(next.getLast().selector(), "sign");
    use(next.getFirst().selector(), "old");
    use("rsa1", "old");
    use("ed1", "old");
    dkim("rotate", "example.org").ok();
  }

  @Test
  void showAsksTheDns() throws IOException {
    addTables(dkim("generate", "example.org", "--selector", "k1", "--type", "ed25519").ok());
    addTables(dkim("generate", "example.net", "--selector", "k2", "--type", "ed25519").ok());
    String records = records(dkim("show").ok()).replace("( ", "").replace(" )", "");
    try (ZoneServer dns = ZoneServer.of(records)) {
      String[] check = {"show", "--check", "--dns", dns.hostPort()};
      assertEquals(2, dkim(check).ok().lines().stream().filter("  published"::equals).count());

      dns.serve(
          records.replace("k2.", "k3.") + records.replace("k2.", "k4.").replace("k1.", "k2."));
      Cli.Result other = dkim(check).exits(ExitCode.DATA);
      assertTrue(other.out().contains("  no key is published"), other.out());

      dns.serve(records.replace("p=", "t=y; p="));
      assertTrue(dkim(check).ok().out().contains("published, as a trial (t=y)"));

      String first = records.lines().findFirst().orElseThrow();
      dns.serve(
          first + "\n" + first.replace("k1._domainkey.example.org", "k2._domainkey.example.net"));
      assertTrue(dkim(check).exits(ExitCode.DATA).out().contains("  the DNS has another key"));

      dns.behave("k2._domainkey.example.net", Behaviour.SERVFAIL);
      dkim(check).exits(ExitCode.TEMP_FAIL);
    }
  }
}
