package org.posthorn.smtp.outbound;

import java.util.List;
import java.util.function.BooleanSupplier;

/// Makes one attempt to hand a message over. Thread-safe; methods block, for as long as the
/// time-outs of SMTP allow, and end early when their thread is interrupted.
public interface Courier {
  /// Tries every recipient once, all of them in the domain of the message's destination.
  ///
  /// @param moreWaits says, when it is asked, whether more mail for the destination is due, so that
  ///     a connection is worth keeping; asked on the caller's thread
  /// @return a result for each recipient, in their order; never fewer
  List<RecipientResult> deliver(OutboundMessage message, BooleanSupplier moreWaits);
}
