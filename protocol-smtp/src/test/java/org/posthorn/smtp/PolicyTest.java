package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.delivery.NoRemoteDelivery;
import org.posthorn.smtp.policy.Check;
import org.posthorn.smtp.policy.CheckList;
import org.posthorn.smtp.policy.PhaseContext;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.policy.TraceField;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;

/// Checks plugged into each phase: refusals stop there, findings reach the message (RFC 5321 §7.9).
class PolicyTest {
  private static final Reply GO_AWAY = Reply.of(554, 7, 1, "Go away");
  private static final Reply LATER = Reply.of(451, 7, 1, "Come back later");

  @TempDir Path directory;

  private static <C extends PhaseContext> CheckList<C> first(Check<C> check, CheckList<C> rest) {
    List<Check<C>> all = new ArrayList<>();
    all.add(check);
    all.addAll(rest.checks());
    return new CheckList<>(all);
  }

  private SmtpFixture with(java.util.function.UnaryOperator<SmtpPolicy> change) throws IOException {
    return SmtpFixture.open(directory, new NoRemoteDelivery(), change);
  }

  @Test
  void aClientCanBeRefusedAtTheDoor() throws IOException {
    try (SmtpFixture smtp =
            with(
                p ->
                    new SmtpPolicy(
                        CheckList.of(_ -> new Verdict.Reject(GO_AWAY)),
                        p.helo(),
                        p.mail(),
                        p.rcpt(),
                        p.data(),
                        p.endOfData()));
        SmtpClient client = smtp.relay()) {
      client.expect("554 5.7.1 Go away").expectEnd();
    }
  }

  @Test
  void eachPhaseCanRefuse() throws IOException {
    try (SmtpFixture smtp =
            with(
                p ->
                    new SmtpPolicy(
                        p.connect(),
                        CheckList.of(
                            c ->
                                c.identity().helo().equals("liar.test")
                                    ? new Verdict.Reject(GO_AWAY)
                                    : Verdict.ACCEPT),
                        first(
                            c ->
                                c.sender().wire().startsWith("spam")
                                    ? new Verdict.Reject(GO_AWAY)
                                    : Verdict.ACCEPT,
                            p.mail()),
                        first(
                            c ->
                                c.recipient().wire().startsWith("bob")
                                    ? new Verdict.Defer(LATER)
                                    : Verdict.ACCEPT,
                            p.rcpt()),
                        CheckList.of(
                            c ->
                                c.envelope().recipients().size() > 1
                                    ? new Verdict.Defer(LATER)
                                    : Verdict.ACCEPT),
                        first(
                            c ->
                                c.message().size() > 10
                                    ? new Verdict.Reject(GO_AWAY)
                                    : Verdict.ACCEPT,
                            p.endOfData())));
        SmtpClient client = smtp.relay().expect("220 ")) {
      client
          .say("EHLO liar.test", "554 5.7.1")
          .say("MAIL FROM:<a@other.test>", "503 ")
          .say("EHLO client.test", "250 ")
          .say("MAIL FROM:<spam@other.test>", "554 5.7.1")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "451 4.7.1")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("RCPT TO:<alice+x@example.test>", "250 ")
          .say("DATA", "451 4.7.1")
          .raw("MAIL FROM:<a@other.test>\r\nRCPT TO:<alice@example.test>\r\n")
          .expect("250 ")
          .expect("250 ")
          .say("DATA", "354 ")
          .raw("more than ten octets\r\n.\r\n")
          .expect("554 5.7.1");
      assertEquals(0, smtp.town.copies().size());
    }
  }

  @Test
  void findingsReachTheMessage() throws IOException {
    try (SmtpFixture smtp =
            with(
                p ->
                    new SmtpPolicy(
                        p.connect(),
                        p.helo(),
                        first(
                            c ->
                                new Verdict.Annotate(
                                    List.of(new TraceField("Received-SPF", "none\r\n  x"))),
                            p.mail()),
                        p.rcpt(),
                        p.data(),
                        first(c -> new Verdict.Quarantine("smells"), p.endOfData())));
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
      Town.Copy copy = smtp.town.copies().getFirst();
      assertTrue(
          copy.prefix()
              .contains(
                  "Delivered-To: alice@example.test\r\nReceived-SPF: none\r\n  x\r\nReceived: from"),
          copy.prefix());
      assertEquals(
          List.of(new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE)), copy.actions());
    }
  }
}
