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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.arc.ArcSealer;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
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
          1.2.0.192.in-addr.arpa IN PTR mx.example.org
          _dmarc.example.org IN TXT "v=DMARC1; p=reject"
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

  private Path sealed() throws IOException {
    MessageVerifier.Pass pass =
        new MessageVerifier(dns.dns(), VerifierLimits.DEFAULT, InstantSource.system())
            .start(Set.of(ArcSealer.BODY));
    Path file = signed(Instant.now(), Optional.empty());
    pass.hasher().write(Files.readAllBytes(file));
    MessageVerifier.Verified verified = pass.finish();
    String set =
        new ArcSealer(KEY, SigningOptions.DEFAULT)
            .seal(verified.message(), verified.chain(), "example.org; none", Instant.now());
    Path sealed = directory.resolve("sealed.eml");
    Files.writeString(sealed, set + Files.readString(file));
    return sealed;
  }

  @Test
  void arc() throws IOException {
    Path sealed = sealed();
    assertEquals(
        "arc      pass       instances=1  oldest-pass=0  sealers=example.org\n",
        auth("arc", sealed.toString()).ok().out());
    Path changed = directory.resolve("changed.eml");
    Files.writeString(changed, Files.readString(sealed).replace("Hello", "Hullo"));
    Cli.Result bad = auth("arc", changed.toString()).exits(ExitCode.DATA);
    assertTrue(bad.out().contains("reason=\"signature 1: the body has changed\""), bad.out());
    Path plain = directory.resolve("plain.eml");
    Files.writeString(plain, MESSAGE);
    assertEquals("arc      none\n", auth("arc", plain.toString()).ok().out());
    dns.behave(KEY.recordName(), Behaviour.SERVFAIL);
    auth("arc", sealed.toString()).exits(ExitCode.TEMP_FAIL);
  }

  @Test
  void dmarc() {
    String[] words = {"dmarc", "--from", "example.org", "--spf", "fail:example.org"};
    assertEquals(
        "dmarc    fail       author=example.org  policy=reject  of=example.org  asked=reject"
            + "  lookups=1\n",
        auth(words).exits(ExitCode.DATA).out());
    Cli.Result good =
        auth("dmarc", "--from", "example.org", "--dkim", "pass:mail.example.org", "--json").ok();
    assertTrue(good.out().contains("\"aligned\":\"dkim:mail.example.org\""), good.out());
    auth("dmarc", "--from", "example.net", "--dkim", "pass:example.net").ok();
    auth("dmarc", "--from", "example.org", "--dkim", "temperror:example.org")
        .exits(ExitCode.TEMP_FAIL);
    for (String bad : List.of("example.org", "good:example.org", ":example.org", "pass:")) {
      auth("dmarc", "--from", "example.org", "--dkim", bad).exits(ExitCode.USAGE);
    }
  }

  @Test
  void allAtOnce() throws IOException {
    String sealed = sealed().toString();
    Cli.Result all =
        auth(
                "check",
                sealed,
                "--ip",
                "192.0.2.1",
                "--helo",
                "mx.example.org",
                "--from",
                "alice@example.org")
            .ok();
    assertEquals(
        List.of("iprev pass", "spf pass", "spf pass", "dkim pass", "arc pass", "dmarc pass"),
        all.lines().stream().map(l -> l.replaceAll("^(\\S+) +(\\S+).*", "$1 $2")).toList());
    assertTrue(
        all.lines().getLast().contains("aligned=spf:example.org,dkim:example.org"), all.out());
    assertEquals(3, auth("check", sealed).ok().lines().size());
    Path plain = directory.resolve("plain.eml");
    Files.writeString(plain, MESSAGE);
    auth("check", plain.toString(), "--ip", "192.0.2.9", "--from", "m@example.net")
        .exits(ExitCode.DATA);
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
