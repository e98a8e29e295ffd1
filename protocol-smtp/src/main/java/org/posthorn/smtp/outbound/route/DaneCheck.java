package org.posthorn.smtp.outbound.route;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.auth.dns.TlsaRecord;
import org.posthorn.smtp.outbound.client.CertificateCheck;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.client.TlsResult;

/// Certificates that TLSA records vouch for (RFC 7672 §3). Thread-safe.
///
/// Usage 3 (DANE-EE) is about the server's own certificate: neither names nor dates matter. Usage 2
/// (DANE-TA) names an authority: the chain must lead to it, with dates, and the certificate must be
/// for the server or the domain.
///
/// @param records those of a kind that counts here; at least one
/// @param names of which the certificate must have one, for usage 2
record DaneCheck(List<TlsaRecord> records, Set<String> names) implements CertificateCheck {
  private static final int DANE_TA = 2;
  private static final int DANE_EE = 3;
  private static final int CERTIFICATE = 0;
  private static final int FULL = 0;
  private static final int SHA_256 = 1;
  private static final int SHA_512 = 2;
  private static final int SHA_256_OCTETS = 32;
  private static final int SHA_512_OCTETS = 64;

  DaneCheck {
    records = List.copyOf(records);
    names = Set.copyOf(names);
  }

  /// Whether a record can be used at all (RFC 7672 §2.2.3, §3.1.3: usages 0 and 1 cannot).
  static boolean isUsable(TlsaRecord record) {
    boolean form =
        switch (record.matching()) {
          case FULL -> record.data().length > 0;
          case SHA_256 -> record.data().length == SHA_256_OCTETS;
          case SHA_512 -> record.data().length == SHA_512_OCTETS;
          default -> false;
        };
    return form
        && (record.usage() == DANE_TA || record.usage() == DANE_EE)
        && (record.selector() == 0 || record.selector() == 1);
  }

  @Override
  public TlsResult.Proof proof() {
    return TlsResult.Proof.DANE;
  }

  @Override
  public Optional<Objection> objection(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return invalid("the server has no certificate");
    }
    boolean otherName = false;
    for (TlsaRecord record : records) {
      if (record.usage() == DANE_EE && matches(record, chain.getFirst())) {
        return Optional.empty();
      }
      if (record.usage() == DANE_TA && leadsTo(record, chain)) {
        if (CertificateNames.match(chain.getFirst(), names)) {
          return Optional.empty();
        }
        otherName = true;
      }
    }
    return otherName
        ? Optional.of(
            new Objection(
                TlsFailure.CERTIFICATE_HOST_MISMATCH, "the certificate is for none of " + names))
        : invalid("no TLSA record fits the certificate");
  }

  private static Optional<Objection> invalid(String detail) {
    return Optional.of(new Objection(TlsFailure.TLSA_INVALID, detail));
  }

  private static boolean matches(TlsaRecord record, X509Certificate certificate) {
    try {
      byte[] selected =
          record.selector() == CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      byte[] value =
          switch (record.matching()) {
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
          };
      return MessageDigest.isEqual(value, record.data());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// Whether the chain, which may be longer, leads to the authority: one of its own certificates,
  /// or one that stands in the record itself.
  private static boolean leadsTo(TlsaRecord record, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (matches(record, chain.get(i))
          && isPath(chain.subList(0, i), new TrustAnchor(chain.get(i), null))) {
        return true;
      }
    }
    // RFC 7671 §5.2.1: the server itself may be signed by its own authority key.
    if (matches(record, chain.getFirst())) {
      return isPath(chain.subList(0, 1), new TrustAnchor(chain.getFirst(), null));
    }
    return record.matching() == FULL
        && record.selector() == CERTIFICATE
        && inRecord(record)
            .map(anchor -> isAnyPath(chain, new TrustAnchor(anchor, null)))
            .orElse(false);
  }

  private static boolean isAnyPath(List<X509Certificate> chain, TrustAnchor anchor) {
    for (int length = 1; length <= chain.size(); length++) {
      if (isPath(chain.subList(0, length), anchor)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<X509Certificate> inRecord(TlsaRecord record) {
    try {
      var in = new ByteArrayInputStream(record.data());
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static boolean isPath(List<X509Certificate> path, TrustAnchor anchor) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(new ArrayList<>(path)),
              parameters);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
