package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What is done with a CR or LF that is not part of CRLF in a message coming in over SMTP.
public enum BareLineFeeds implements Choice {
  /// The message is refused (RFC 5321 §2.3.8 forbids it; it smells of smuggling).
  REJECT("reject"),
  /// It is kept as it is. Only CRLF.CRLF ends the message all the same.
  ACCEPT("accept");

  private final String text;

  BareLineFeeds(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
