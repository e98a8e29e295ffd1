package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.arc.ArcSealer;
import org.posthorn.auth.arc.ArcStatus;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.auth.results.AuthenticationResults;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.smtp.policy.auth.VerdictRow;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.state.StateStore;

/// SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989), ARC (RFC 8617) and Authentication-Results
/// (RFC 8601) of mail from strangers, with a real DNS server that also answers badly.
class SenderAuthenticationTest {
  private static final SigningKey KEY =
      SigningKey.of("good.test", "s1", KeyFile.generate(KeyType.ED25519));
  private static final SigningKey SEALS =
      SigningKey.of("lists.test", "s1", KeyFile.generate(KeyType.ED25519));
  private static final String ZONE =
      """
      good.test        IN TXT "v=spf1 ip4:127.0.0.1 -all"
      _dmarc.good.test IN TXT "v=DMARC1; p=reject"
      bad.test         IN TXT "v=spf1 -all"
      _dmarc.bad.test  IN TXT "v=DMARC1; p=reject"
      soft.test        IN TXT "v=spf1 ~all"
      _dmarc.soft.test IN TXT "v=DMARC1; p=quarantine"
      plain.test       IN TXT "v=spf1 -all"
      """
          + KEY.recordName()
          + " IN TXT \""
          + KEY.record()
          + "\"\n"
          + SEALS.recordName()
          + " IN TXT \""
          + SEALS.record()
          + "\"\n";
  private static final List<DeliveryAction> JUNK =
      List.of(new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE));
  private static final String FORGED =
      "Authentication-Results: MX.example.test (x); dmarc=pass header.from=bank.test\r\n";
  private static final String FOREIGN = "Authentication-Results: other.test; spf=pass\r\n";

  @TempDir Path directory;

  private SmtpFixture open(ZoneServer dns, String settings) throws IOException {
    return SmtpFixture.forStrangers(directory, toml(dns, settings));
  }

  private static String toml(ZoneServer dns, String settings) {
    return "checks = [\"sender-authentication\"]\n[inbound.sender-authentication]\n"
        + settings
        + "\n[dns]\nservers = [\""
        + dns.hostPort()
        + "\"]\ntimeout = \"20s\"\ntries = 1\n";
  }

  private static SmtpClient send(SmtpClient client, String sender, String message, String answer)
      throws IOException {
    return client
        .say("MAIL FROM:<" + sender + ">", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ")
        .say("DATA", "354 ")
        .raw(message + "\r\n.\r\n")
        .expect(answer);
  }

  private static String from(String author) {
    return "From: <" + author + ">\r\nSubject: x\r\n\r\nbody";
  }

  private static AuthenticationResults results(Town.Copy copy) {
    String unfolded = copy.prefix().replace("\r\n\t", " ");
    String line =
        unfolded
            .lines()
            .filter(text -> text.startsWith("Authentication-Results: "))
            .findFirst()
            .orElseThrow();
    return AuthenticationResults.parse(line.substring(line.indexOf(':') + 1)).orElseThrow();
  }

  private static String result(Town.Copy copy, String method) {
    return results(copy).of(method).stream()
        .map(MethodResult::result)
        .collect(Collectors.joining(" "));
  }

  private static String body(Town.Copy copy) {
    return new String(copy.body(), StandardCharsets.UTF_8);
  }

  private SortedMap<String, StateStore.Entry> rows(SmtpFixture smtp) {
    smtp.inbound.close(); // writes them
    String day = VerdictRow.start(LocalDate.ofInstant(smtp.clock.instant(), ZoneOffset.UTC));
    return smtp.storage.mail().state().list(VerdictRow.KIND, day, "", 100);
  }

  @Test
  void whatPassesSaysSoOnTop() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "received-spf = true");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", FORGED + from("a@good.test"), "250 ");
      Town.Copy copy = smtp.town.copies().getFirst();
      assertEquals("mx.example.test", results(copy).authservId());
      assertEquals("pass", result(copy, "spf"));
      assertEquals("none", result(copy, "dkim"));
      assertEquals("pass", result(copy, "dmarc"));
      assertEquals("permerror", result(copy, "iprev"));
      assertTrue(
          copy.prefix().indexOf("Authentication-Results:") < copy.prefix().indexOf("Received:"));
      assertTrue(copy.prefix().contains("Received-SPF: pass receiver=mx.example.test;"));
      assertFalse(body(copy).contains("Authentication-Results"));
      VerdictRow row =
          rows(smtp).entrySet().stream()
              .map(entry -> VerdictRow.read(entry.getKey(), entry.getValue().value()))
              .findFirst()
              .orElseThrow();
      assertEquals("good.test", row.author());
      assertEquals("pass", row.facts().get("dmarc"));
      assertEquals("good.test p=reject adkim=r aspf=r pct=100", row.facts().get("policy"));
      assertEquals("spf", row.facts().get("aligned"));
      assertEquals("accept", row.facts().get("done"));
    }
  }

  @Test
  void aSignatureOverAForgedFieldIsVerifiedOverWhatCame() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "");
        SmtpClient client = smtp.relay().hello()) {
      SigningOptions options =
          SigningOptions.DEFAULT.withSign(List.of("from", "authentication-results"));
      String message = FORGED + FOREIGN + from("a@good.test") + "\r\n";
      byte[] signature =
          DomainSigner.of(List.of(KEY), options, smtp.clock)
              .sign(
                  "good.test",
                  new byte[0],
                  new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
      String signed = new String(signature, StandardCharsets.US_ASCII) + message;
      client.say("MAIL FROM:<list@other.test>", "250 ").say("RCPT TO:<alice@example.test>", "250 ");
      int half = signed.length() / 3;
      client.raw("BDAT " + half + "\r\n" + signed.substring(0, half)).expect("250 ");
      String rest = signed.substring(half);
      client.raw("BDAT " + rest.length() + " LAST\r\n" + rest).expect("250 ");
      Town.Copy copy = smtp.town.copies().getFirst();
      assertEquals("pass", result(copy, "dkim"));
      assertEquals("pass", result(copy, "dmarc"));
      assertEquals(signed.replace(FORGED, ""), body(copy));
    }
  }

  @Test
  void whatFailsIsRefusedOrPutIntoJunkAsTheDomainAsks() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "on-spf-fail = \"tag\"");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", from("ceo@bad.test"), "550 5.7.1");
      assertEquals(List.of(), smtp.town.copies());
      send(client, "a@good.test", from("ceo@soft.test"), "250 ");
      assertEquals(JUNK, smtp.town.copies().get(0).actions());
      assertEquals("fail", result(smtp.town.copies().get(0), "dmarc"));
      send(client, "a@plain.test", from("a@plain.test"), "250 ");
      assertTrue(
          smtp.town
              .copies()
              .get(1)
              .prefix()
              .contains("X-Posthorn-Check: sender-authentication; spf=fail"));
      send(client, "", from("a@good.test"), "550 5.7.1");
      List<String> done =
          rows(smtp).entrySet().stream()
              .map(entry -> VerdictRow.read(entry.getKey(), entry.getValue().value()))
              .map(row -> row.author() + " " + row.facts().get("done"))
              .sorted()
              .toList();
      assertEquals(
          List.of("bad.test reject", "good.test reject", "plain.test tag", "soft.test quarantine"),
          done);
    }
  }

  @Test
  void oneDomainIsTreatedOtherwise() throws IOException {
    String overrides =
        """
        [[inbound.sender-override]]
        domain = "bad.test"
        action = "tag"
        [[inbound.sender-override]]
        domain = "partner.test"
        action = "reject"
        """;
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, overrides);
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", from("ceo@sub.bad.test"), "250 ");
      assertTrue(smtp.town.copies().getFirst().prefix().contains("X-Posthorn-Check: "));
      send(client, "a@good.test", from("a@partner.test"), "550 5.7.1");
    }
  }

  @Test
  void aSealOfATrustedForwarderLetsItsMailIn() throws IOException {
    String settings = "trusted-sealers = [\"lists.test\"]";
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, settings);
        SmtpClient client = smtp.relay().hello()) {
      String message = from("ceo@bad.test") + "\r\n";
      String sealed = seal(message, "lists.test; dmarc=pass header.from=bad.test", smtp);
      send(client, "list@lists.test", sealed + from("ceo@bad.test"), "250 ");
      Town.Copy copy = smtp.town.copies().getFirst();
      assertEquals("fail", result(copy, "dmarc"));
      assertEquals("pass", result(copy, "arc"));
      assertEquals(List.of(new DeliveryAction.Keep(Flags.NONE)), copy.actions());
      for (String found :
          List.of(
              "lists.test; dmarc=fail header.from=bad.test",
              "lists.test; dmarc=pass header.from=good.test")) {
        send(
            client,
            "list@lists.test",
            seal(message, found, smtp) + from("ceo@bad.test"),
            "550 5.7.1");
      }
      send(client, "list@lists.test", sealed + from("ceo@bad.test") + "!", "550 5.7.1");
    }
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "");
        SmtpClient client = smtp.relay().hello()) {
      String message = from("ceo@bad.test") + "\r\n";
      String sealed = seal(message, "lists.test; dmarc=pass header.from=bad.test", smtp);
      send(client, "list@lists.test", sealed + from("ceo@bad.test"), "550 5.7.1");
    }
  }

  private static String seal(String message, String found, SmtpFixture smtp) {
    MessageHasher hasher = MessageHasher.of(ArcSealer.BODY);
    hasher.write(message.getBytes(StandardCharsets.UTF_8));
    return new ArcSealer(SEALS, SigningOptions.DEFAULT)
        .seal(
            hasher.finish(),
            new ArcOutcome(ArcStatus.NONE, false, "", 0, 0, List.of()),
            found,
            smtp.clock.instant());
  }

  @Test
  void aFromFieldThatNamesNobodyIsSuspect() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", "Subject: x\r\n\r\nbody", "250 ");
      send(client, "a@good.test", "From: a@good.test\r\n" + from("a@bank.test"), "250 ");
      send(client, "a@good.test", "", "250 ");
      for (Town.Copy copy : smtp.town.copies()) {
        assertEquals(JUNK, copy.actions());
        assertEquals("permerror", result(copy, "dmarc"));
      }
    }
  }

  @Test
  void forgedResultsGoWhoeverSendsButForOwnHosts() throws IOException {
    String message = FORGED + FOREIGN + from("alice@example.test");
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient own = smtp.relay().hello();
        SmtpClient user = smtp.submissions().hello().login("alice@example.test")) {
      send(own, "a@good.test", message, "250 ");
      assertEquals(message + "\r\n", body(smtp.town.copies().get(0)));
      send(user, "alice@example.test", message, "250 ");
      assertEquals(FOREIGN + from("alice@example.test") + "\r\n", body(smtp.town.copies().get(1)));
      assertFalse(smtp.town.copies().get(1).prefix().contains("Authentication-Results"));
    }
  }

  @Test
  void aDnsThatIsSilentKeepsNobodyForLong() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "timeout = \"300ms\"");
        SmtpClient client = smtp.relay().hello()) {
      dns.behave("good.test", Behaviour.SILENT).behave("_dmarc.good.test", Behaviour.HELD);
      send(client, "a@good.test", from("a@good.test"), "250 ");
      assertEquals("temperror", result(smtp.town.copies().getFirst(), "spf"));
      assertEquals("temperror", result(smtp.town.copies().getFirst(), "dmarc"));
    }
  }

  @Test
  void aDnsThatAnswersNonsenseOrTooMuchMakesMailWaitWhereThatIsWanted() throws IOException {
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "_dmarc.many.test IN TXT \"v=DMARC1; p=reject; i=" + i + "\"")
            .collect(Collectors.joining("\n"));
    try (ZoneServer dns =
            ZoneServer.of(ZONE + many)
                .behave("_dmarc.good.test", Behaviour.GARBAGE)
                .behave("_dmarc.soft.test", Behaviour.WRONG_ID)
                .behave("_dmarc.bad.test", Behaviour.POISON);
        SmtpFixture smtp = open(dns, "on-dns-failure = \"defer\"");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", from("a@bad.test"), "550 5.7.1");
      send(client, "a@good.test", from("a@good.test"), "450 4.7.1");
      send(client, "a@good.test", from("a@soft.test"), "450 4.7.1");
      send(client, "a@good.test", from("a@many.test"), "450 4.7.1");
    }
  }

  @Test
  void beginningAgainAndAgainAsksOneAfterTheOther() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE).behave("good.test", Behaviour.SILENT);
        SmtpFixture smtp = open(dns, "timeout = \"100ms\"");
        SmtpClient client = smtp.relay().hello()) {
      for (int i = 0; i < 5; i++) {
        client.say("MAIL FROM:<a@x" + i + ".good.test>", "250 ").say("RSET", "250 ");
      }
      send(client, "a@good.test", from("a@good.test"), "250 ");
    }
  }

  @Test
  void noRowsAreKeptWhereThatIsNotWanted() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp = open(dns, "keep-verdicts = \"0s\"");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "a@good.test", from("a@good.test"), "250 ");
      assertTrue(rows(smtp).isEmpty());
    }
  }

  @Test
  void ourNameInResultsCanBeSet() throws IOException {
    try (ZoneServer dns = ZoneServer.of(ZONE);
        SmtpFixture smtp =
            SmtpFixture.open(
                directory,
                config ->
                    ConfigReader.overlay(
                        config,
                        "[inbound]\ntrusted-networks = []\n"
                            + toml(dns, "authserv-id = \"mail.example.test\"")));
        SmtpClient client = smtp.relay().hello()) {
      String ours = "Authentication-Results: mail.example.test; none\r\n";
      send(client, "a@good.test", ours + from("a@good.test"), "250 ");
      assertEquals("mail.example.test", results(smtp.town.copies().getFirst()).authservId());
      assertFalse(body(smtp.town.copies().getFirst()).contains("Authentication-Results"));
    }
  }
}
