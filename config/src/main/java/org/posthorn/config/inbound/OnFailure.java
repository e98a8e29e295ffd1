package org.posthorn.config.inbound;

import org.posthorn.config.value.Choice;

/// What happens to mail while the program that a check asks cannot be reached.
public enum OnFailure implements Choice {
  /// It passes unchecked.
  ACCEPT("accept"),
  /// It is told to come again.
  DEFER("defer"),
  /// It is refused for good.
  REJECT("reject");

  private final String text;

  OnFailure(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
