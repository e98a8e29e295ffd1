package org.posthorn.smtp.policy;

import java.util.List;
import org.posthorn.smtp.command.Reply;

/// What a check thinks.
public sealed interface Verdict {
  /// Nothing against it. Later checks may still refuse.
  record Accept() implements Verdict {}

  /// Refused for good.
  ///
  /// @param reply a reply of class 5
  record Reject(Reply reply) implements Verdict {}

  /// Refused for now.
  ///
  /// @param reply a reply of class 4
  record Defer(Reply reply) implements Verdict {}

  /// Taken, but put into Junk.
  ///
  /// @param reason for the log
  record Quarantine(String reason) implements Verdict {}

  /// Taken, with header fields put in front of the message.
  record Annotate(List<TraceField> fields) implements Verdict {
    public Annotate {
      fields = List.copyOf(fields);
    }
  }

  /// Shared, since it carries nothing.
  Verdict ACCEPT = new Accept();

  /// Refused, for good or for now as the reply's code says.
  static Verdict refuse(Reply reply) {
    return reply.isTransient() ? new Defer(reply) : new Reject(reply);
  }
}
