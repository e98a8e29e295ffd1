package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What a DKIM key is used for at present; keys go through these in order.
public enum DkimUse implements Choice {
  /// It is to be published, and signs nothing yet.
  NEXT("next"),
  /// It signs.
  SIGN("sign"),
  /// It signs no more, and stays published while mail that it has signed is on its way.
  OLD("old");

  private final String text;

  DkimUse(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
