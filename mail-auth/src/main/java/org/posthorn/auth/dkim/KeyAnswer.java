package org.posthorn.auth.dkim;

/// What came of looking for a key.
public sealed interface KeyAnswer {
  /// There is one that can be used.
  record Found(PublishedKey key) implements KeyAnswer {}

  /// There is none.
  record Unusable(SignatureFault fault) implements KeyAnswer {}
}
