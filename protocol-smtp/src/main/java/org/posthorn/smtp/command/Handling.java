package org.posthorn.smtp.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a sender wants a message to be handled on its way.
///
/// @param requireTls only over TLS to servers that prove who they are (RFC 8689)
/// @param priority MT-PRIORITY, -9 to 9 (RFC 6710)
/// @param deliverBy by when it is to be delivered (RFC 2852)
/// @param hold until when it is to be held back (RFC 4865)
public record Handling(
    boolean requireTls, int priority, Optional<DeliverBy> deliverBy, Optional<Hold> hold) {
  /// As mail is handled that nothing is asked for.
  public static final Handling NONE = new Handling(false, 0, Optional.empty(), Optional.empty());

  /// A time limit (RFC 2852 §4).
  ///
  /// @param seconds from the time of MAIL on; may be negative where the time is up and `mode` is
  ///     NOTIFY
  /// @param trace whether the sender wants a report when a host without this extension takes over
  public record DeliverBy(long seconds, Mode mode, boolean trace) {
    /// What happens when the time is up.
    public enum Mode {
      /// The message goes back.
      RETURN,
      /// The sender is told, and delivery goes on.
      NOTIFY
    }
  }

  /// Until when to hold (RFC 4865 §4).
  public sealed interface Hold {
    /// When the message may go.
    Instant release(Instant now);

    /// For so long.
    record For(Duration time) implements Hold {
      @Override
      public Instant release(Instant now) {
        return now.plus(time);
      }
    }

    /// Until then.
    record Until(Instant time) implements Hold {
      @Override
      public Instant release(Instant now) {
        return time;
      }
    }
  }

  /// The same with REQUIRETLS.
  public Handling withRequireTls() {
    return new Handling(true, priority, deliverBy, hold);
  }

  public Handling withPriority(int value) {
    return new Handling(requireTls, value, deliverBy, hold);
  }

  public Handling withDeliverBy(DeliverBy by) {
    return new Handling(requireTls, priority, Optional.of(by), hold);
  }

  public Handling withHold(Hold until) {
    return new Handling(requireTls, priority, deliverBy, Optional.of(until));
  }
}
