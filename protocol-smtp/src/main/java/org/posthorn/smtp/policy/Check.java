package org.posthorn.smtp.policy;

import java.util.Optional;

/// One rule in one phase.
///
/// @param <C> what is known in that phase
@FunctionalInterface
public interface Check<C> {
  /// Looks; changes nothing but what the check itself remembers.
  Verdict check(C context);

  /// A short name for logs and metrics.
  default String name() {
    return getClass().getSimpleName();
  }

  /// The trust from which on the check is left out; empty means that it is made for everybody.
  default Optional<Trust> exempt() {
    return Optional.empty();
  }

  /// The same under a name, left out for those that are trusted so much.
  static <C> Check<C> named(String name, Optional<Trust> exempt, Check<C> check) {
    return new NamedCheck<>(name, exempt, check);
  }
}
