package org.posthorn.smtp.outbound;

import java.util.List;

/// Makes one attempt to hand a message over. Thread-safe; methods block, for as long as the
/// time-outs of SMTP allow, and end early when their thread is interrupted.
public interface Courier {
  /// Tries every recipient once, all of them in the domain of the message's destination.
  ///
  /// @return a result for each recipient, in their order; never fewer
  List<RecipientResult> deliver(OutboundMessage message);
}
