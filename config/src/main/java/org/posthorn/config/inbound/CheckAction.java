package org.posthorn.config.inbound;

import org.posthorn.config.value.Choice;

/// What is done where a check has found something against a message.
public enum CheckAction implements Choice {
  /// Only the log tells of it.
  ACCEPT("accept"),
  /// The message gets a header field that says so.
  TAG("tag"),
  /// The message goes into Junk.
  QUARANTINE("quarantine"),
  /// The client is told to come again.
  DEFER("defer"),
  /// The client is told that it will not be taken.
  REJECT("reject");

  private final String text;

  CheckAction(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
