package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.value.Secret;

/// The settings of `[[tls.certificate]]`.
final class CertificateSection {
  private static final Setting<CertificateConfig, Path> CERT =
      Setting.of(
              "cert",
              Types.PATH,
              CertificateConfig::cert,
              """
          PEM file with the certificate of this server, followed by its chain.
          """)
          .withExample("\"tls/fullchain.pem\"")
          .asRequired();

  private static final Setting<CertificateConfig, Path> KEY =
      Setting.of(
              "key",
              Types.PATH,
              CertificateConfig::key,
              """
          PEM file with the private key (PKCS #8, encrypted or not, or the older forms of RSA and EC keys).
          """)
          .withExample("\"tls/privkey.pem\"")
          .asRequired();

  private static final Setting<CertificateConfig, Optional<Secret>> KEY_PASSWORD =
      Setting.of(
              "key-password",
              Types.optional(Types.SECRET),
              CertificateConfig::keyPassword,
              """
          The password of an encrypted key.
          """)
          .withExample("\"file:tls/password\"")
          .withDefaultDoc("none");

  private static final Setting<CertificateConfig, List<String>> NAMES =
      Setting.of(
              "names",
              Types.listOf(Types.SERVER_NAME),
              CertificateConfig::names,
              """
          The server names (SNI) that this certificate is used for; `*.example.org` stands for one label more. An empty list means
          the names that stand in the certificate.
          """)
          .withExample("[\"mail.example.org\", \"imap.example.org\"]");

  static final Section<CertificateConfig> SECTION =
      new Section<>(
          "tls.certificate",
          "Certificates",
          """
          One table for each certificate. The first is the one for clients that name no server, or one that no certificate is for.
          """,
          List.of(CERT, KEY, KEY_PASSWORD, NAMES),
          CertificateSection::build);

  private CertificateSection() {}

  private static CertificateConfig build(Values<CertificateConfig> v) {
    return new CertificateConfig(v.get(CERT), v.get(KEY), v.get(KEY_PASSWORD), v.get(NAMES));
  }

  /// What an entry of the list starts from.
  static CertificateConfig template() {
    return CertificateConfig.of(Path.of(""), Path.of(""));
  }
}
