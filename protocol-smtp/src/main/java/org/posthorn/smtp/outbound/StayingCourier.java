package org.posthorn.smtp.outbound;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;

/// The courier of a host that sends no mail to other hosts: what waits from a time when it did
/// goes on waiting, until it expires.
public final class StayingCourier implements Courier {
  private static final RecipientResult STAYS =
      new RecipientResult.Deferred(
          new Trouble(
              new EnhancedCode(4, 3, 2),
              Optional.empty(),
              Optional.empty(),
              "this server does not send mail to other hosts now"));

  @Override
  public List<RecipientResult> deliver(OutboundMessage message, BooleanSupplier moreWaits) {
    return message.recipients().stream().map(_ -> STAYS).toList();
  }
}
