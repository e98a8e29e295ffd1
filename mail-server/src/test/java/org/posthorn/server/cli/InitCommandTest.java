package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.read.ConfigReader;

/// `posthorn init`: what it makes, and that a refusal leaves nothing behind.
class InitCommandTest {
  @TempDir Path parent;

  private Cli.Result init(Path home, String address, String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of("init", address, "--dir", home.toString(), "--password", "correct horse"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all::toString);
      return all.getFirst();
    }
  }

  @Test
  void makesEverythingForAHost() throws Exception {
    Path home = parent.resolve("a b/posthorn");
    Cli.Result result = init(home, "Eve@example.org", "--hostname", "mx.example.org").ok();

    Path config = home.resolve("posthorn.toml");
    assertEquals("rw-r-----", rights(config));
    assertTrue(Files.readString(config).contains("hostname = \"mx.example.org\""));
    Cli.run("check", "--config", config.toString()).ok();
    assertEquals("rw-------", rights(home.resolve("tls/privkey.pem")));
    assertCertificateNames(home.resolve("tls/fullchain.pem"), "mx.example.org");
    Path key = onlyFile(home.resolve("dkim"));
    assertEquals("rw-------", rights(key));
    var named = ConfigReader.read(config).orThrow().dkim().keys().getFirst();
    assertEquals(List.of("example.org", key), List.of(named.domain(), named.key()));
    assertEquals("rwx------", rights(home.resolve("data")));
    assertUnit(home);
    assertRecords(result.out());
    assertTrue(
        Cli.run("account", "list", "--config", config.toString())
            .ok()
            .out()
            .startsWith("eve@example.org\t"));
  }

  private static void assertCertificateNames(Path file, String name) throws Exception {
    try (var in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      assertTrue(certificate.getSubjectAlternativeNames().stream().anyMatch(n -> n.contains(name)));
    }
  }

  private static void assertUnit(Path home) throws IOException {
    String unit = Files.readString(home.resolve("posthorn.service"));
    List<String> lines = unit.lines().toList();
    for (String line :
        List.of(
            "ExecStart=/usr/bin/posthorn serve --config \"" + home + "/posthorn.toml\"",
            "ReadWritePaths=\"" + home + "/data\"",
            "User=posthorn",
            "AmbientCapabilities=CAP_NET_BIND_SERVICE",
            "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
            "LimitNOFILE=262144",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "PrivateTmp=yes",
            "WantedBy=multi-user.target")) {
      assertTrue(lines.contains(line), () -> line + " is missing in\n" + unit);
    }
    assertTrue(unit.contains(home + "/tls " + home + "/dkim"), unit);
  }

  private static void assertRecords(String out) {
    for (String record :
        List.of(
            "example.org. IN MX 10 mx.example.org.",
            "example.org. IN TXT \"v=spf1 mx -all\"",
            "._domainkey.example.org. IN TXT ( \"v=DKIM1; k=rsa; p=",
            "_dmarc.example.org. IN TXT \"v=DMARC1;",
            "_submissions._tcp.example.org. IN SRV 0 1 465 mx.example.org.",
            "_imaps._tcp.example.org. IN SRV 0 1 993 mx.example.org.",
            "_pop3s._tcp.example.org. IN SRV 10 1 995 mx.example.org.")) {
      assertTrue(out.contains(record), () -> record + " is missing in\n" + out);
    }
    // RFC 1035 §3.3.14: no string of a TXT record has more than 255 octets
    for (String line : out.lines().filter(l -> l.contains("DKIM1")).toList()) {
      for (String part : line.split("\"")) {
        assertTrue(part.length() <= 255, line);
      }
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    Path home = parent.resolve("posthorn");
    init(home, "eve@example.org").ok();
    Path config = home.resolve("posthorn.toml");
    List<Path> before = everything();
    String text = Files.readString(config);
    String key = Files.readString(home.resolve("tls/privkey.pem"));

    Cli.Result second = init(home, "mallory@example.net").exits(ExitCode.CANT_CREATE);
    assertTrue(second.err().contains(config + " exists already"), second.err());
    assertEquals(before, everything());
    assertEquals(text, Files.readString(config));
    assertEquals(key, Files.readString(home.resolve("tls/privkey.pem")));
    assertFalse(
        Cli.run("account", "list", "--config", config.toString()).ok().out().contains("mallory"));
  }

  @Test
  void aRefusalLeavesNothingBehind() throws IOException {
    Path home = parent.resolve("deep/posthorn");
    for (String address :
        List.of("eve", "eve@", "@example.org", "e ve@example.org", "e@ex ample")) {
      init(home, address).exits(ExitCode.USAGE);
      assertEquals(List.of(parent), everything(), address);
    }
    init(home, "eve@example.org", "--hostname", "not a host").exits(ExitCode.CONFIG);
    assertEquals(List.of(parent), everything());
    Cli.run("init", "eve@example.org", "--dir", home.toString(), "--password", "")
        .exits(ExitCode.DATA);
    assertEquals(List.of(parent), everything());
  }

  @Test
  void aRealCertificateThatIsThereAlreadyIsKept() throws IOException {
    Path tls = Files.createDirectories(parent.resolve("posthorn/tls"));
    Path other = parent.resolve("other");
    init(other, "eve@example.org").ok();
    Files.copy(other.resolve("tls/fullchain.pem"), tls.resolve("fullchain.pem"));

    Cli.Result half = init(parent.resolve("posthorn"), "eve@example.org");
    assertTrue(half.exits(ExitCode.CANT_CREATE).err().contains("fullchain.pem"), half.err());

    Files.copy(other.resolve("tls/privkey.pem"), tls.resolve("privkey.pem"));
    init(parent.resolve("posthorn"), "eve@example.org").ok();
    assertEquals(-1, Files.mismatch(tls.resolve("privkey.pem"), other.resolve("tls/privkey.pem")));
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> all = Files.walk(parent)) {
      return all.filter(path -> !path.toString().contains("/data/")).sorted().toList();
    }
  }
}
