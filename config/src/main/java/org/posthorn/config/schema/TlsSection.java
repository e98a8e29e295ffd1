package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.TlsConfig;
import org.posthorn.config.TlsProvider;
import org.posthorn.config.TlsVersion;

/// The settings of `[tls]`.
final class TlsSection {
  private static final Setting<TlsConfig, TlsVersion> MIN_VERSION =
      Setting.of(
          "min-version",
          Types.choice(TlsVersion.values()),
          TlsConfig::minVersion,
          """
          The oldest version of TLS that is spoken.
          """);

  private static final Setting<TlsConfig, List<String>> CIPHERS =
      Setting.of(
              "ciphers",
              Types.listOf(Types.TEXT),
              TlsConfig::ciphers,
              """
          Cipher suites, best first, by their names in the IANA registry. An empty list means the choice of the TLS library,
          which is the better one nearly always.
          """)
          .withExample("[\"TLS_AES_256_GCM_SHA384\", \"TLS_AES_128_GCM_SHA256\"]");

  private static final Setting<TlsConfig, TlsProvider> PROVIDER =
      Setting.of(
          "provider",
          Types.choice(TlsProvider.values()),
          TlsConfig::provider,
          """
          The library that does TLS: `openssl` is BoringSSL, `jdk` is that of Java and slower, `auto` takes BoringSSL where it loads.
          """);

  private static final Setting<TlsConfig, Duration> RELOAD_INTERVAL =
      Setting.of(
          "reload-interval",
          Types.duration("0s", "7d"),
          TlsConfig::reloadInterval,
          """
          How often certificate and key files are looked at for changes. New connections then get the new certificate, sessions go on.
          `0s` means never.
          """);

  static final Section<TlsConfig> SECTION =
      new Section<>(
          "tls",
          "TLS for all listeners",
          """

          """,
          List.of(MIN_VERSION, CIPHERS, PROVIDER, RELOAD_INTERVAL),
          TlsSection::build);

  private TlsSection() {}

  private static TlsConfig build(Values<TlsConfig> v) {
    return new TlsConfig(
        v.base().certificates(),
        v.get(MIN_VERSION),
        v.get(CIPHERS),
        v.get(PROVIDER),
        v.get(RELOAD_INTERVAL));
  }
}
