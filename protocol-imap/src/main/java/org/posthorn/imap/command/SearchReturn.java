package org.posthorn.imap.command;

import java.util.Set;

/// How SEARCH shall answer (RFC 4731 §3.1).
///
/// @param extended whether RETURN was given: then the answer is ESEARCH
/// @param options what it holds; without any named option, ALL
public record SearchReturn(boolean extended, Set<Option> options) {
  /// The old `* SEARCH`.
  public static final SearchReturn PLAIN = new SearchReturn(false, Set.of());

  public SearchReturn {
    options = Set.copyOf(options);
  }

  /// What an ESEARCH response can hold.
  public enum Option {
    MIN,
    MAX,
    ALL,
    COUNT
  }
}
