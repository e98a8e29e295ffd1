package org.posthorn.smtp.policy;

/// One rule in one phase.
///
/// @param <C> what is known in that phase
@FunctionalInterface
public interface Check<C> {
  /// Looks; changes nothing.
  Verdict check(C context);

  /// A short name for logs and metrics.
  default String name() {
    return getClass().getSimpleName();
  }
}
