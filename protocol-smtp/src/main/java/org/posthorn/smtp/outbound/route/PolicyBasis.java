package org.posthorn.smtp.outbound.route;

/// Why a connection must be as secure as it must be.
public enum PolicyBasis {
  /// `outbound.tls` in the configuration.
  CONFIGURED("configured"),
  /// A route in the configuration.
  ROUTE("route"),
  /// TLSA records of the server (RFC 7672).
  DANE("dane"),
  /// The destination's MTA-STS policy (RFC 8461).
  MTA_STS("mta-sts"),
  /// The sender's REQUIRETLS (RFC 8689).
  REQUIRETLS("requiretls");

  private final String text;

  PolicyBasis(String text) {
    this.text = text;
  }

  /// The word for logs and metrics.
  public String text() {
    return text;
  }
}
