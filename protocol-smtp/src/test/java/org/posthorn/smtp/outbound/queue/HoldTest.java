package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Handling.Hold;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;

/// Mail that its sender has held back (RFC 4865 §3).
class HoldTest {
  private static final MailParameters AN_HOUR =
      MailParameters.NONE.with(Handling.NONE.withHold(new Hold.For(Duration.ofHours(1))));

  private final QueueFixture fixture = QueueFixture.open();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void itGoesWhenItsTimeHasComeAndNotBefore() {
    fixture.submit("alice@example.test", AN_HOUR, RcptParameters.NONE, "x@remote.test");
    fixture.pass(Duration.ofMinutes(59));
    assertEquals(List.of(), fixture.courier.recipients());
    fixture.pass(Duration.ofMinutes(2));
    assertEquals(List.of("x@remote.test"), fixture.courier.recipients());
  }

  @Test
  void peopleHereWaitToo() {
    var alice = fixture.store.alice();
    try (SpooledBody body = fixture.store.body(QueueFixture.MESSAGE)) {
      Departure message =
          fixture.departure(
              "bob@example.test", AN_HOUR, RcptParameters.NONE, true, body, "alice@example.test");
      DeliveryPlan plan =
          new DeliveryPlan(
              alice,
              MailAddress.parse("alice@example.test").orElseThrow(),
              QueueFixture.PREFIX,
              List.of(new DeliveryAction.Keep(Flags.NONE)));
      fixture.queue().enqueue(body, List.of(fixture.outbound.onward(message).waiting(plan)));
    }
    fixture.pass(Duration.ofMinutes(59));
    assertEquals(List.of(), fixture.alices());
    fixture.pass(Duration.ofMinutes(2));
    assertEquals(1, fixture.alices().size());
  }
}
