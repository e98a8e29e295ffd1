package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;

/// Lists in the DNS (RFC 5782 §2.1, §3) and names of clients (RFC 8601 §2.7.3), asked of a real
/// server that also answers badly.
class InboundDnsTest {
  private static final String LISTS =
      """
      [[inbound.dns-list]]
      zone = "bl.test"
      weight = 6
      [[inbound.dns-list]]
      zone = "wl.test"
      weight = -4
      [[inbound.dns-list]]
      zone = "dom.test"
      kind = "domain"
      answers = ["127.0.0.2"]
      weight = 6
      """;

  @TempDir Path directory;

  private SmtpFixture open(ZoneServer dns, String toml) throws IOException {
    return SmtpFixture.forStrangers(
        directory,
        toml + "[dns]\nservers = [\"" + dns.hostPort() + "\"]\ntimeout = \"200ms\"\ntries = 1\n");
  }

  @Test
  void weightsAddUpToAVerdict() throws IOException {
    try (ZoneServer dns =
            ZoneServer.of(
                """
                1.0.0.127.bl.test IN A 127.0.0.4
                spammer.test.dom.test IN A 127.0.0.2
                other.test.dom.test IN A 127.0.0.9
                """);
        SmtpFixture smtp = open(dns, LISTS);
        SmtpClient client = smtp.relay().hello()) {
      InboundChecksTest.deliver(client, "250 ");
      assertEquals(
          List.of(new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE)),
          smtp.town.copies().getFirst().actions());
      client
          .say("MAIL FROM:<x@spammer.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "550 5.7.1");
    }
  }

  @Test
  void anAllowListSpeaksForAClientAndRefusalsToAnswerCountNothing() throws IOException {
    try (ZoneServer dns =
            ZoneServer.of(
                """
                1.0.0.127.bl.test IN A 127.0.0.4
                1.0.0.127.wl.test IN A 127.0.0.1
                other.test.dom.test IN A 127.255.255.254
                """);
        SmtpFixture smtp = open(dns, LISTS);
        SmtpClient client = smtp.relay().hello()) {
      InboundChecksTest.deliver(client, "250 ");
      assertTrue(
          smtp.town
              .copies()
              .getFirst()
              .prefix()
              .contains("X-Posthorn-Check: dns-lists; 2 points; bl.test wl.test"));
    }
  }

  @Test
  void listsThatAreSilentOrSpeakNonsenseCountNothing() throws IOException {
    StringBuilder many = new StringBuilder("1.0.0.127.wl.test IN A 10.0.0.1\n");
    for (int i = 0; i < 2_000; i++) {
      many.append("other.test.dom.test IN A 10.0.%d.%d%n".formatted(i / 250, i % 250));
    }
    try (ZoneServer dns =
            ZoneServer.of(many.toString()).behave("1.0.0.127.bl.test", Behaviour.SILENT);
        SmtpFixture smtp = open(dns, LISTS);
        SmtpClient client = smtp.relay().hello()) {
      InboundChecksTest.deliver(client, "250 ");
    }
  }

  @Test
  void aClientWithoutANameOfItsOwnIsRefusedWhereThatIsWanted() throws IOException {
    String toml =
        """
        checks = ["reverse-dns"]
        [inbound.reverse-dns]
        no-name = "defer"
        mismatch = "reject"
        """;
    try (ZoneServer dns =
            ZoneServer.of(
                """
                1.0.0.127.in-addr.arpa IN PTR mx.client.test
                mx.client.test IN A 192.0.2.1
                """);
        SmtpFixture smtp = open(dns, toml);
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<>", "550 5.7.25");
    }
    try (ZoneServer dns = ZoneServer.of("nothing.test IN A 192.0.2.1\n");
        SmtpFixture smtp = open(dns, toml);
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<>", "450 4.7.25");
    }
  }

  @Test
  void aNameOnTheAllowListCountsOnlyWhenItIsProved() throws IOException {
    Path allow = directory.resolve("allow.list");
    Path block = directory.resolve("block.list");
    Files.writeString(allow, "name .client.test\n");
    Files.writeString(block, "helo client.test\n");
    String toml = "[inbound.lists]\nallow = \"" + allow + "\"\nblock = \"" + block + "\"\n";
    String zone = "1.0.0.127.in-addr.arpa IN PTR mx.client.test\nmx.client.test IN A ";
    try (ZoneServer dns = ZoneServer.of(zone + "127.0.0.1\n");
        SmtpFixture smtp = open(dns, toml);
        SmtpClient client = smtp.relay().expect("220 ")) {
      client.say("EHLO client.test", "250 ");
    }
    try (ZoneServer dns = ZoneServer.of(zone + "192.0.2.1\n");
        SmtpFixture smtp = open(dns, toml);
        SmtpClient client = smtp.relay().expect("220 ")) {
      client.say("EHLO client.test", "554 5.7.1");
    }
  }
}
