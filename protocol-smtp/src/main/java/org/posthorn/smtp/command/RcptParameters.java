package org.posthorn.smtp.command;

import java.util.Optional;
import java.util.Set;

/// The parameters of RCPT (RFC 3461 §4.1, §4.2).
///
/// @param notifyOn what the sender wants to hear of; empty where nothing was said
/// @param originalRecipient whom the sender wrote to
public record RcptParameters(Set<Notify> notifyOn, Optional<OriginalRecipient> originalRecipient) {
  /// No parameters.
  public static final RcptParameters NONE = new RcptParameters(Set.of(), Optional.empty());

  public RcptParameters {
    notifyOn = Set.copyOf(notifyOn);
  }

  /// What the sender wants to hear of; `NEVER` stands alone.
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  /// Whom the sender wrote to.
  ///
  /// @param type the address type, `rfc822` or `utf-8` mostly, as sent
  /// @param address the address, decoded from xtext (for `utf-8`: as sent, RFC 6533 §3)
  public record OriginalRecipient(String type, String address) {}
}
