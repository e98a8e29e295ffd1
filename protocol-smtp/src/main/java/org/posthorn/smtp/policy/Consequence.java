package org.posthorn.smtp.policy;

import java.util.Optional;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.Reply;

/// What follows where a check has found something, as the configuration wants it.
public final class Consequence {
  /// The header field of what is tagged.
  public static final String TAG = "X-Posthorn-Check";

  private static final int FOR_NOW = 450;

  private Consequence() {}

  /// The verdict.
  ///
  /// @param check the name of the check
  /// @param reason what it found, in printable ASCII, for the log and the tag
  /// @param refusal what the client is told where it is refused for good
  public static Verdict of(CheckAction action, String check, String reason, Reply refusal) {
    return switch (action) {
      case ACCEPT -> new Verdict.Note(reason);
      case TAG ->
          new Verdict.Found(
              Findings.of(new TraceField(TAG, check + "; " + reason)), "tagged: " + reason);
      case QUARANTINE -> new Verdict.Quarantine(check + ": " + reason);
      case DEFER -> new Verdict.Defer(later(refusal));
      case REJECT -> Verdict.refuse(refusal);
    };
  }

  /// The same refusal for now.
  static Reply later(Reply refusal) {
    Optional<EnhancedCode> status =
        refusal.status().map(s -> new EnhancedCode(4, s.subject(), s.detail()));
    return new Reply(FOR_NOW, status, refusal.lines());
  }
}
