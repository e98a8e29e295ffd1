package org.posthorn.protocol.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// TLS of one connection after its handshake. Thread-safe.
public final class TlsInfo {
  static final AttributeKey<TlsIdentity> IDENTITY = AttributeKey.valueOf(TlsInfo.class, "identity");
  static final AttributeKey<String> SERVER_NAME = AttributeKey.valueOf(TlsInfo.class, "serverName");

  private static final int EXPORTER_LENGTH = 32;

  private final SSLEngine engine;
  private final String version;
  private final String cipher;
  private final Optional<String> serverName;
  private final X509Certificate certificate;

  private TlsInfo(SSLEngine engine, Optional<String> serverName, X509Certificate certificate) {
    this.engine = engine;
    this.version = engine.getSession().getProtocol();
    this.cipher = engine.getSession().getCipherSuite();
    this.serverName = serverName;
    this.certificate = certificate;
  }

  /// What a channel has agreed upon; to be called when its handshake is done.
  public static TlsInfo of(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    return new TlsInfo(
        handler.engine(),
        Optional.ofNullable(channel.attr(SERVER_NAME).get()),
        channel.attr(IDENTITY).get().certificate());
  }

  /// `TLSv1.2` or `TLSv1.3`.
  public String version() {
    return version;
  }

  /// The cipher suite's standard name, such as `TLS_AES_256_GCM_SHA384`.
  public String cipher() {
    return cipher;
  }

  /// The host name that the client asked for (RFC 6066 §3).
  public Optional<String> serverName() {
    return serverName;
  }

  /// Channel binding data of type `tls-server-end-point` (RFC 5929 §4): a hash of the certificate
  /// shown.
  public byte[] serverEndPoint() {
    return ServerEndPoint.of(certificate);
  }

  /// Channel binding data of type `tls-exporter` (RFC 9266 §4.2); empty where the TLS library
  /// cannot export keying material, and below TLS 1.3 (there it is safe only together with extended
  /// master secret).
  public Optional<byte[]> exporter() {
    if (!version.equals("TLSv1.3")
        || !(engine.getSession() instanceof ExtendedSSLSession session)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          session.exportKeyingMaterialData(
              "EXPORTER-Channel-Binding", new byte[0], EXPORTER_LENGTH));
    } catch (SSLException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }
}
