package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.AccountId;

/// Reports about mail that is delivered here at once (RFC 3461 §4.1).
class ArrivalReportsTest {
  private static final RcptParameters ON_SUCCESS =
      new RcptParameters(
          EnumSet.of(Notify.SUCCESS),
          Optional.of(new OriginalRecipient("rfc822", "first@example.test")));

  private final QueueFixture fixture = QueueFixture.open();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void delivered(RcptParameters parameters, boolean reportable, Set<AccountId> accounts) {
    try (SpooledBody body = fixture.store.body(QueueFixture.MESSAGE)) {
      Departure message =
          fixture.departure(
              "alice@example.test",
              MailParameters.NONE,
              parameters,
              reportable,
              body,
              "bob@example.test");
      fixture.outbound.delivered(message, accounts);
    }
    fixture.pass(java.time.Duration.ZERO);
  }

  @Test
  void successIsReportedToThoseWhoAsk() {
    delivered(ON_SUCCESS, true, Set.of(fixture.store.bob()));
    assertEquals(1, fixture.alices().size());
    String report = fixture.alices().getFirst();
    assertTrue(report.contains("Action: delivered\r\nStatus: 2.1.5\r\n"), report);
    assertTrue(report.contains("Original-Recipient: rfc822; first@example.test\r\n"), report);
    assertTrue(report.contains("Final-Recipient: rfc822; bob@example.test\r\n"), report);
    assertTrue(report.contains("Content-Type: text/rfc822-headers"), report);
    assertFalse(report.contains("words"), report);
  }

  @Test
  void nobodyElseHearsOfIt() {
    delivered(RcptParameters.NONE, true, Set.of(fixture.store.bob()));
    delivered(ON_SUCCESS, false, Set.of(fixture.store.bob()));
    delivered(ON_SUCCESS, true, Set.of());
    assertEquals(0, fixture.alices().size());
  }
}
