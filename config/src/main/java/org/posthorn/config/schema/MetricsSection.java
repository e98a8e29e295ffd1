package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.MetricsConfig;
import org.posthorn.config.value.BindAddress;

/// The settings of `[metrics]`.
final class MetricsSection {
  private static final Setting<MetricsConfig, Boolean> ENABLED =
      Setting.of(
          "enabled",
          Types.BOOL,
          MetricsConfig::enabled,
          """
          Whether they are served.
          """);

  private static final Setting<MetricsConfig, BindAddress> ADDRESS =
      Setting.of(
          "address",
          Types.BIND_ADDRESS,
          MetricsConfig::address,
          """
          The address they are served at.
          """);

  private static final Setting<MetricsConfig, Integer> PORT =
      Setting.of(
          "port",
          Types.PORT,
          MetricsConfig::port,
          """
          The port they are served at.
          """);

  static final Section<MetricsConfig> SECTION =
      new Section<>(
          "metrics",
          "Metrics and health",
          """
          `/metrics` for Prometheus, `/healthz` and `/readyz`, over HTTP. There is no login: keep the address private.
          """,
          List.of(ENABLED, ADDRESS, PORT),
          MetricsSection::build);

  private MetricsSection() {}

  private static MetricsConfig build(Values<MetricsConfig> v) {
    return new MetricsConfig(v.get(ENABLED), v.get(ADDRESS), v.get(PORT));
  }
}
