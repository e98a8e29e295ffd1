package org.posthorn.protocol.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslServerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.posthorn.config.TlsConfig;
import org.posthorn.config.TlsProvider;
import org.posthorn.config.TlsVersion;

/// Makes Netty's TLS contexts for servers. Thread-safe.
final class ContextFactory {
  private static final long SESSIONS = 20_000;

  private final TlsConfig config;
  private final TicketKeys tickets;
  private final boolean openSsl;

  ContextFactory(TlsConfig config, TicketKeys tickets) throws IOException {
    this.config = config;
    this.tickets = tickets;
    this.openSsl = config.provider() != TlsProvider.JDK && OpenSsl.isAvailable();
    if (config.provider() == TlsProvider.OPENSSL && !openSsl) {
      throw new IOException("BoringSSL does not load", OpenSsl.unavailabilityCause());
    }
  }

  boolean isNative() {
    return openSsl;
  }

  SslContext create(PrivateKey key, List<X509Certificate> chain) throws IOException {
    SslContext context =
        SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
            .sslProvider(openSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
            .protocols(versions())
            // Clients show no certificates. Without this the JDK's list of authorities is loaded.
            .trustManager(chain.toArray(X509Certificate[]::new))
            .sessionTimeout(TicketKeys.LIFETIME.toSeconds())
            .sessionCacheSize(SESSIONS)
            .ciphers(config.ciphers().isEmpty() ? null : config.ciphers())
            .build();
    useTickets(context);
    return context;
  }

  private String[] versions() {
    return switch (config.minVersion()) {
      case TLS_1_2 -> new String[] {TlsVersion.TLS_1_3.text(), TlsVersion.TLS_1_2.text()};
      case TLS_1_3 -> new String[] {TlsVersion.TLS_1_3.text()};
    };
  }

  /// Gives a context the ticket keys of the moment; without this it would make no tickets.
  void useTickets(SslContext context) {
    OpenSslServerSessionContext sessions =
        switch (context) {
          case ReferenceCountedOpenSslServerContext server -> server.sessionContext();
          case OpenSslServerContext server -> server.sessionContext();
          default -> null;
        };
    if (sessions != null) {
      sessions.setTicketKeys(tickets.current());
    }
  }
}
