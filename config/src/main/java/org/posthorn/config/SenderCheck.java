package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// Which sender addresses a user may submit mail with (RFC 6409 §6.1).
public enum SenderCheck implements Choice {
  /// Only addresses of the user's own account.
  OWN("own"),
  /// Those, and any address of a domain that is not local: for people who write in the name of an
  /// address elsewhere.
  LOCAL_DOMAINS("local-domains");

  private final String text;

  SenderCheck(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
