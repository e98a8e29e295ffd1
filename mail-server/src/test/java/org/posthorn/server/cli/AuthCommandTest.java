package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;

/// `posthorn auth`: verdicts, their forms, and exit codes.
class AuthCommandTest {
  private static final SigningKey KEY =
      SigningKey.of("example.org", "e1", KeyFile.generate(KeyType.ED25519));
  private static final String MESSAGE =
      "From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: x\r\n\r\nHello\r\n";

  private final ZoneServer dns =
      ZoneServer.of(
          """
          example.org IN TXT "v=spf1 ip4:192.0.2.1 -all"
          mx.example.org IN TXT "v=spf1 a -all"
          mx.example.org IN A 192.0.2.1
          soft.example.org IN TXT "v=spf1 ~all"
          broken.example.org IN TXT "v=spf1 nonsense"
          e1._domainkey.example.org IN TXT "%s"
          """
              .formatted(KEY.record()));

  @TempDir Path directory;

  @AfterEach
  void closeDns() {
    dns.close();
  }

  private Cli.Result auth(String... words) {
    return Cli.run(
        Stream.of(Stream.of("auth"), Stream.of(words), Stream.of("--dns", dns.hostPort()))
            .flatMap(all -> all)
            .toArray(String[]::new));
  }

  private Cli.Result spf(String ip, String from, String... more) {
    return auth(
        Stream.concat(
                Stream.of("spf", "--ip", ip, "--helo", "mx.example.org", "--from", from),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path signed(Instant at, Optional<Duration> lifetime) throws IOException {
    DomainSigner signer =
        DomainSigner.of(
            List.of(KEY), SigningOptions.DEFAULT.withLifetime(lifetime), InstantSource.fixed(at));
    byte[] message = MESSAGE.getBytes(StandardCharsets.US_ASCII);
    byte[] fields = signer.sign("example.org", new byte[0], new ByteArrayInputStream(message));
    Path file = directory.resolve("signed.eml");
    Files.writeString(file, new String(fields, StandardCharsets.US_ASCII) + MESSAGE);
    return file;
  }

  @Test
  void spfTellsBothIdentities() {
    List<String> lines = spf("192.0.2.1", "alice@example.org").ok().lines();
    assertEquals(
        List.of(
            "spf      pass       identity=helo  domain=mx.example.org  mechanism=a  lookups=1",
            "spf      pass       identity=mailfrom  domain=example.org  mechanism=ip4:192.0.2.1"
                + "  lookups=0"),
        lines);
  }

  @Test
  void theReversePathDecides() {
    spf("192.0.2.9", "alice@example.org").exits(ExitCode.DATA);
    spf("192.0.2.9", "alice@soft.example.org").exits(ExitCode.DATA);
    spf("192.0.2.9", "alice@broken.example.org").exits(ExitCode.DATA);
    spf("192.0.2.9", "alice@nothing.example.org").ok();
    spf("2001:db8::1", "alice@nothing.example.org").ok();
    assertEquals(1, spf("192.0.2.1", "<>").ok().lines().size());
    spf("192.0.2.9", "").exits(ExitCode.DATA);
    dns.behave("example.org", Behaviour.SERVFAIL);
    spf("192.0.2.1", "alice@example.org").exits(ExitCode.TEMP_FAIL);
  }

  @Test
  void spfAsJson() {
    assertEquals(
        "{\"verdicts\":[{\"method\":\"spf\",\"result\":\"pass\",\"identity\":\"helo\","
            + "\"domain\":\"mx.example.org\",\"mechanism\":\"a\",\"lookups\":1}]}\n",
        spf("192.0.2.1", "<>", "--json").ok().out());
  }

  @Test
  void spfMisused() {
    for (String ip : List.of("127.1", "mx.example.org", "192.0.2.256", "2001::db8::1", "")) {
      Cli.Result refused = spf(ip, "alice@example.org").exits(ExitCode.USAGE);
      assertTrue(refused.err().contains("'" + ip + "'"), refused.err());
    }
    Cli.run("auth", "spf", "--ip", "192.0.2.1").exits(ExitCode.USAGE);
    Cli.run("auth", "spf", "--ip", "192.0.2.1", "--helo", "x", "--dns", "127.0.0.1:x")
        .exits(ExitCode.USAGE);
  }

  @Test
  void dkimOfFilesInBothForms() throws IOException {
    Path file = signed(Instant.now(), Optional.empty());
    Cli.Result result = auth("dkim", file.toString()).ok();
    assertTrue(
        result
            .out()
            .startsWith(
                "dkim     pass       domain=example.org  selector=e1  identity=@example.org  "
                    + "algorithm=ed25519-sha256  bits=256  signature="),
        result.out());

    Path unix = directory.resolve("unix.eml");
    Files.writeString(unix, Files.readString(file).replace("\r\n", "\n"));
    auth("dkim", unix.toString()).ok();

    Path changed = directory.resolve("changed.eml");
    Files.writeString(changed, Files.readString(file).replace("Hello", "Hullo"));
    Cli.Result bad = auth("dkim", changed.toString(), "--json").exits(ExitCode.DATA);
    assertTrue(bad.out().contains("\"result\":\"fail\""), bad.out());
    assertTrue(bad.out().contains("\"reason\":\"the body has changed\""), bad.out());
  }

  @Test
  void aGoodSignatureDecides() throws IOException {
    Path file = signed(Instant.now(), Optional.empty());
    String bad = "DKIM-Signature: v=1; a=rsa-sha1; d=example.net; s=x; h=from; bh=AA==; b=AA==\r\n";
    Files.writeString(file, bad + Files.readString(file));
    List<String> lines = auth("dkim", file.toString()).ok().lines();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().startsWith("dkim     policy"), lines.getFirst());
  }

  @Test
  void dkimAtAnotherTime() throws IOException {
    Instant then = Instant.parse("2024-02-29T12:00:00Z");
    Path file = signed(then, Optional.of(Duration.ofDays(7)));
    auth("dkim", file.toString()).exits(ExitCode.DATA);
    auth("dkim", file.toString(), "--at", "2024-03-01T12:00:00Z").ok();
    auth("dkim", file.toString(), "--at", "yesterday").exits(ExitCode.USAGE);
  }

  @Test
  void dkimWithoutSignatureOrFileOrDns() throws IOException {
    Path plain = directory.resolve("plain.eml");
    Files.writeString(plain, MESSAGE);
    assertTrue(auth("dkim", plain.toString()).ok().out().startsWith("dkim     none"));
    auth("dkim", directory.resolve("nothing").toString()).exits(ExitCode.NO_INPUT);
    dns.behave(KEY.recordName(), Behaviour.SERVFAIL);
    Path file = signed(Instant.now(), Optional.empty());
    auth("dkim", file.toString()).exits(ExitCode.TEMP_FAIL);
  }

  @Test
  void strangersCannotDriveTheTerminal() throws IOException {
    Path file = directory.resolve("evil.eml");
    Files.writeString(
        file,
        "DKIM-Signature: v=1; a=\u001b[31m; d=example.org; s=x; h=from; bh=AA==; b=\u001b[2J\r\n"
            + MESSAGE);
    for (String form : List.of("--json", "--dns=" + dns.hostPort())) {
      Cli.Result result = auth("dkim", file.toString(), form).exits(ExitCode.DATA);
      assertTrue(result.out().chars().allMatch(c -> c >= ' ' || c == '\n'), result.out());
    }
  }
}
