package org.posthorn.protocol.tls;

import io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import java.util.Set;

/// A certificate with its key, ready for handshakes.
///
/// @param context makes TLS engines that show the certificate
/// @param certificate the server's own certificate
/// @param names host names it is for, in lower case; `*.` in front is a wildcard
record TlsIdentity(SslContext context, X509Certificate certificate, Set<String> names) {}
