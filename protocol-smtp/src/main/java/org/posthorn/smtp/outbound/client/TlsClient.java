package org.posthorn.smtp.outbound.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The client's side of TLS: 1.2 and 1.3, with sessions that are resumed. Thread-safe.
///
/// The handshake itself takes every certificate, since most of the mail world has TLS without
/// trust; what a policy demands is checked right after it ([CertificateCheck]), before anything
/// else is sent, and for resumed sessions too, which know the certificates of their first
/// handshake. So one context, and one cache of sessions, serves all policies.
public final class TlsClient {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final int CACHED_SESSIONS = 5_000;
  private static final int SESSION_SECONDS = 3_600;

  private final SSLContext context;

  /// A client with an empty cache.
  public TlsClient() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TakeAll()}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    context.getClientSessionContext().setSessionCacheSize(CACHED_SESSIONS);
    context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
  }

  /// Puts TLS on a connection; the handshake has not begun.
  ///
  /// @param host the server's name, sent as SNI; sessions are resumed by name and port
  SSLSocket wrap(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /// The certificates that the server showed, its own first; empty where it showed none.
  static List<X509Certificate> chain(SSLSession session) {
    try {
      Certificate[] shown = session.getPeerCertificates();
      return Arrays.stream(shown).map(certificate -> (X509Certificate) certificate).toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  private static final class TakeAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
