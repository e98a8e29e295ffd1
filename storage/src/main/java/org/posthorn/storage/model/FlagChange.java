package org.posthorn.storage.model;

/// What STORE does to the flags of each message (RFC 9051 §6.4.6).
///
/// @param mode how the named flags act on those a message has
/// @param flags the named flags
public record FlagChange(Mode mode, Flags flags) {
  /// How the named flags act.
  public enum Mode {
    /// They become the message's flags, all others go.
    REPLACE,
    /// They are added.
    ADD,
    /// They are taken away.
    REMOVE
  }
}
