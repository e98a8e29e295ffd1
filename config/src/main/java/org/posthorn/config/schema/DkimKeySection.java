package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.List;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;

/// The settings of `[[dkim.key]]`.
final class DkimKeySection {
  private static final Setting<DkimKeyConfig, String> DOMAIN =
      Setting.of(
              "domain",
              Types.HOST_NAME,
              DkimKeyConfig::domain,
              """
          The domain whose mail the key signs, and that of names below it that have no key of their own.
          """)
          .withExample("\"example.org\"")
          .asRequired();

  private static final Setting<DkimKeyConfig, String> SELECTOR =
      Setting.of(
              "selector",
              Types.SELECTOR,
              DkimKeyConfig::selector,
              """
          The name of the key: it is published at `SELECTOR._domainkey.DOMAIN`.
          """)
          .withExample("\"202611\"")
          .asRequired();

  private static final Setting<DkimKeyConfig, Path> KEY =
      Setting.of(
              "key",
              Types.PATH,
              DkimKeyConfig::key,
              """
          PEM file with the private key (PKCS #8, RSA or Ed25519, not encrypted). Keep it readable to the daemon alone.
          """)
          .withExample("\"dkim/example.org.202611.pem\"")
          .asRequired();

  private static final Setting<DkimKeyConfig, DkimUse> USE =
      Setting.of(
          "use",
          Types.choice(DkimUse.values()),
          DkimKeyConfig::use,
          """
          `sign` is a key that signs; of a domain that has several, each makes a signature. `next` is one that is to be published
          before it signs, `old` one that signs no more and stays published for a while.
          """);

  static final Section<DkimKeyConfig> SECTION =
      new Section<>(
          "dkim.key",
          "Keys that sign",
          """
          One table for each key. Mail of domains without a key is not signed.
          """,
          List.of(DOMAIN, SELECTOR, KEY, USE),
          DkimKeySection::build);

  private DkimKeySection() {}

  private static DkimKeyConfig build(Values<DkimKeyConfig> v) {
    return new DkimKeyConfig(v.get(DOMAIN), v.get(SELECTOR), v.get(KEY), v.get(USE));
  }

  /// What an entry of the list starts from.
  static DkimKeyConfig template() {
    return new DkimKeyConfig("", "", Path.of(""), DkimUse.SIGN);
  }
}
