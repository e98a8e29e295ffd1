package org.posthorn.smtp.policy;

import java.util.Optional;

/// A check under the name that the configuration has for it.
record NamedCheck<C>(String name, Optional<Trust> exempt, Check<C> check) implements Check<C> {
  @Override
  public Verdict check(C context) {
    return check.check(context);
  }
}
