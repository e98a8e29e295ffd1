package org.posthorn.smtp.outbound.client;

/// Why a connection is not as secure as it should be, in the words of TLS reports (RFC 8460 §4.3).
public enum TlsFailure {
  /// The server does not offer STARTTLS, or refuses it.
  STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
  /// The certificate is for other names.
  CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
  /// The certificate has expired, or is not valid yet.
  CERTIFICATE_EXPIRED("certificate-expired"),
  /// No authority that we trust vouches for the certificate.
  CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
  /// TLS could not be negotiated, or something else was wrong.
  VALIDATION_FAILURE("validation-failure"),
  /// No TLSA record fits the certificate (RFC 7672).
  TLSA_INVALID("tlsa-invalid"),
  /// The DNS has no authentic answer on TLSA records (RFC 7672).
  DNSSEC_INVALID("dnssec-invalid"),
  /// The host is not one that the domain's MTA-STS policy names (RFC 8461).
  STS_MX_MISMATCH("validation-failure"),
  /// The host cannot promise what REQUIRETLS asks for (RFC 8689).
  REQUIRETLS_NOT_SUPPORTED("validation-failure");

  private final String text;

  TlsFailure(String text) {
    this.text = text;
  }

  /// The word for it in reports.
  public String text() {
    return text;
  }
}
