package org.posthorn.smtp.outbound.route;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The names that a certificate is for (RFC 9525): those of subjectAltName, never the common name.
final class CertificateNames {
  private static final Integer DNS_NAME = 2;
  private static final Integer IP_ADDRESS = 7;

  private CertificateNames() {}

  /// Whether the certificate is for one of the names: host names as A-labels, or addresses.
  static boolean match(X509Certificate certificate, Set<String> names) {
    return names.stream().anyMatch(name -> match(certificate, name));
  }

  /// Whether the certificate is for this host name or address.
  static boolean match(X509Certificate certificate, String name) {
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException _) {
      return false;
    }
    if (alternatives == null) {
      return false;
    }
    for (List<?> alternative : alternatives) {
      if (alternative.get(1) instanceof String value
          && ((alternative.get(0).equals(DNS_NAME) && matches(value, name))
              || (alternative.get(0).equals(IP_ADDRESS) && value.equals(name)))) {
        return true;
      }
    }
    return false;
  }

  /// RFC 9525 §6.3: a star stands for one whole label, the leftmost.
  static boolean matches(String pattern, String name) {
    String lowPattern = plain(pattern);
    String lowName = plain(name);
    if (!lowPattern.startsWith("*.")) {
      return lowPattern.equals(lowName);
    }
    int dot = lowName.indexOf('.');
    return dot > 0 && lowName.substring(dot).equals(lowPattern.substring(1));
  }

  private static String plain(String name) {
    String low = name.toLowerCase(Locale.ROOT);
    return low.endsWith(".") ? low.substring(0, low.length() - 1) : low;
  }
}
