package org.posthorn.config.inbound;

import org.posthorn.config.value.Choice;

/// A check that mail from strangers can be put through: a word of `inbound.checks`.
public enum InboundCheck implements Choice {
  ALLOW_LIST("allow-list"),
  BLOCK_LIST("block-list"),
  EARLY_TALKER("early-talker"),
  HELO("helo"),
  REVERSE_DNS("reverse-dns"),
  DNS_LISTS("dns-lists"),
  SENDER_AUTHENTICATION("sender-authentication"),
  RATES("rates"),
  HARVEST("harvest"),
  GREYLIST("greylist"),
  CLAMAV("clamav"),
  MILTERS("milters");

  private final String text;

  InboundCheck(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
