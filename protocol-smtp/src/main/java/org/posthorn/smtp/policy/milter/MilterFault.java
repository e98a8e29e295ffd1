package org.posthorn.smtp.policy.milter;

import java.io.IOException;

/// A filter that says what makes no sense.
final class MilterFault extends IOException {
  private static final long serialVersionUID = 1;

  MilterFault(String what) {
    super(what);
  }
}
