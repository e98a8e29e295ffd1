package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// Which addresses of other servers are tried.
public enum AddressFamily implements Choice {
  /// IPv4 only.
  IPV4("ipv4"),
  /// IPv6 only.
  IPV6("ipv6"),
  /// Both, IPv4 first.
  IPV4_FIRST("ipv4-first"),
  /// Both, IPv6 first.
  IPV6_FIRST("ipv6-first");

  private final String text;

  AddressFamily(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
