package org.posthorn.smtp.policy;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Reply;

/// What a check thinks.
public sealed interface Verdict {
  /// Nothing against it. Later checks may still refuse.
  record Accept() implements Verdict {}

  /// Refused for good.
  ///
  /// @param reply a reply of class 5
  record Reject(Reply reply) implements Verdict {}

  /// Refused for now; a reply 421 ends the session too (RFC 5321 §3.8).
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

  /// Taken, with something for the log.
  record Note(String words) implements Verdict {}

  /// Taken, and thought well of: later checks that are left out at this trust are not made. In the
  /// phases up to MAIL this holds from then on, at RCPT for this recipient.
  ///
  /// @param words for the log
  record Trusted(Trust trust, String words) implements Verdict {}

  /// Taken, with several things to say.
  ///
  /// @param words for the log
  record Found(Findings findings, String words) implements Verdict {}

  /// Shared, since it carries nothing.
  Verdict ACCEPT = new Accept();

  /// Refused, for good or for now as the reply's code says.
  static Verdict refuse(Reply reply) {
    return reply.isTransient() ? new Defer(reply) : new Reject(reply);
  }

  /// What it brings to the message; empty where it refuses, or has nothing to say about it.
  default Findings brings() {
    return switch (this) {
      case Quarantine(String reason) ->
          new Findings(List.of(), Optional.of(reason), Optional.empty());
      case Annotate(List<TraceField> fields) ->
          new Findings(fields, Optional.empty(), Optional.empty());
      case Found(Findings findings, String _) -> findings;
      case Accept _, Reject _, Defer _, Note _, Trusted _ -> Findings.NONE;
    };
  }

  /// What the log says of it; empty where there is nothing to say.
  default Optional<String> told() {
    return switch (this) {
      case Accept _ -> Optional.empty();
      case Reject(Reply reply) -> Optional.of(reply.summary());
      case Defer(Reply reply) -> Optional.of(reply.summary());
      case Quarantine(String reason) -> Optional.of("quarantine: " + reason);
      case Annotate _ -> Optional.of("annotated");
      case Note(String words) -> Optional.of(words);
      case Trusted(Trust _, String words) -> Optional.of(words);
      case Found(Findings _, String words) -> Optional.of(words);
    };
  }

  /// The refusal, if it is one.
  default Optional<Reply> refusal() {
    return switch (this) {
      case Reject(Reply reply) -> Optional.of(reply);
      case Defer(Reply reply) -> Optional.of(reply);
      case Accept _, Quarantine _, Annotate _, Note _, Trusted _, Found _ -> Optional.empty();
    };
  }
}
