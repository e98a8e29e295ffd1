package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.queue.NewEntry;

/// Mail for elsewhere, where there is a way out (RFC 6409 §3, RFC 5321 §6.1).
class RemoteTest {
  @TempDir Path directory;
  private final Road road = new Road();

  /// A way out that takes notes.
  private static final class Road implements RemoteDelivery {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<AccountId> delivered = new CopyOnWriteArrayList<>();
    private final List<Departure> departures = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Reply> refusal(Envelope envelope, MailAddress recipient) {
      return recipient.domain().equals("closed.test")
          ? Optional.of(Reply.of(550, 1, 2, "No way"))
          : Optional.empty();
    }

    @Override
    public Onward onward(Departure message) {
      departures.add(message);
      String header = new String(message.prefix(), StandardCharsets.UTF_8);
      assertTrue(header.startsWith("Received: from "), header);
      return new Onward() {
        @Override
        public List<NewEntry> elsewhere() {
          return message.envelope().recipients().stream()
              .flatMap(one -> one.destination().remote().stream())
              .distinct()
              .map(address -> entry(message, address))
              .toList();
        }

        @Override
        public NewEntry waiting(DeliveryPlan plan) {
          return entry(message, plan.recipient());
        }

        @Override
        public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
          return List.of(entry(message, to));
        }
      };
    }

    private static NewEntry entry(Departure message, MailAddress recipient) {
      return NewEntry.remote(
          recipient.domain(),
          message.messageId(),
          message.prefix(),
          "",
          recipient.toString(),
          new byte[0],
          0,
          message.receivedAt(),
          message.receivedAt(),
          message.receivedAt());
    }

    @Override
    public void undeliverable(Departure message, MailAddress recipient, StorageError why) {
      notes.add("lost " + recipient);
    }

    @Override
    public void delivered(Departure message, Set<AccountId> accounts) {
      delivered.addAll(accounts);
    }
  }

  private static List<String> queued(SmtpFixture smtp) {
    return smtp.town.queued().stream().map(NewEntry::recipient).toList();
  }

  private SmtpFixture open() throws IOException {
    return SmtpFixture.open(directory, road, UnaryOperator.identity());
  }

  @Test
  void whatIsHeldBackWaitsInTheQueueForAll() throws IOException {
    try (SmtpFixture smtp = open();
        SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .say("MAIL FROM:<alice@example.test> HOLDFOR=60 BY=90;R MT-PRIORITY=3", "250 ")
          .say("RCPT TO:<x@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
      assertEquals(List.of("x@other.test", "bob@example.test"), queued(smtp));
      assertEquals(List.of(), smtp.town.copies());
      Handling wish = road.departures.getFirst().envelope().parameters().handling();
      assertEquals(3, wish.priority());
      assertEquals(90, wish.deliverBy().orElseThrow().seconds());
    }
  }

  @Test
  void usersSendAnywhere() throws IOException {
    try (SmtpFixture smtp = open();
        SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<x@closed.test>", "550 5.1.2 No way")
          .say("RCPT TO:<x@other.test>", "250 ")
          .say("RCPT TO:<X@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
      assertEquals(List.of("x@other.test"), queued(smtp));
      assertEquals(1, smtp.town.copies().size());
      assertEquals(1, road.delivered.size());
    }
  }

  @Test
  void othersSendNowhereButAliasesLeadOut() throws IOException {
    try (SmtpFixture smtp = open();
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<x@other.test>", "550 5.7.1 Relaying denied")
          .say("RCPT TO:<away@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
      assertEquals(List.of("x@other.test"), queued(smtp));
    }
  }

  @Test
  void whoeverHasTheMessageKeepsIt() throws IOException {
    try (SmtpFixture smtp = open();
        SmtpClient client = smtp.relay().hello()) {
      smtp.town.refuse(2, new StorageError.OverQuota("full"));
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<away@example.test>", "250 ")
          .say("RCPT TO:<team@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
      assertEquals(List.of("lost team@example.test"), road.notes);
      assertEquals(List.of("x@other.test"), queued(smtp));
      smtp.town.outage(new StorageError.Unavailable("blocked"));
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<away@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("451 4.3.0");
    }
  }
}
