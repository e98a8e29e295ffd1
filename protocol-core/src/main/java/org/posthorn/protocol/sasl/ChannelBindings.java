package org.posthorn.protocol.sasl;

import java.util.Map;
import java.util.Optional;
import org.posthorn.protocol.tls.TlsInfo;

/// The channel binding data of a connection, by type (RFC 5056); empty outside TLS.
///
/// @param byType `tls-server-end-point` (RFC 5929 §4), `tls-exporter` (RFC 9266)
public record ChannelBindings(Map<String, byte[]> byType) {
  /// Without TLS there is nothing to bind to.
  public static final ChannelBindings NONE = new ChannelBindings(Map.of());

  private static final String SERVER_END_POINT = "tls-server-end-point";
  private static final String EXPORTER = "tls-exporter";

  public ChannelBindings {
    byType = Map.copyOf(byType);
  }

  /// What a TLS connection has to bind to.
  public static ChannelBindings of(TlsInfo tls) {
    return tls.exporter()
        .map(
            exporter ->
                new ChannelBindings(
                    Map.of(SERVER_END_POINT, tls.serverEndPoint(), EXPORTER, exporter)))
        .orElseGet(() -> new ChannelBindings(Map.of(SERVER_END_POINT, tls.serverEndPoint())));
  }

  Optional<byte[]> data(String type) {
    return Optional.ofNullable(byType.get(type));
  }
}
