package org.posthorn.config;

import org.posthorn.config.value.BindAddress;

/// Metrics and health over HTTP: `[metrics]`. Immutable.
///
/// @param enabled whether they are served
/// @param address the address they are served at
/// @param port the port they are served at
public record MetricsConfig(boolean enabled, BindAddress address, int port) {
  public static MetricsConfig defaults() {
    return new MetricsConfig(true, BindAddress.LOOPBACK, 9090);
  }

  public MetricsConfig withEnabled(boolean enabled) {
    return new MetricsConfig(enabled, address, port);
  }

  public MetricsConfig withAddress(BindAddress address) {
    return new MetricsConfig(enabled, address, port);
  }

  public MetricsConfig withPort(int port) {
    return new MetricsConfig(enabled, address, port);
  }
}
