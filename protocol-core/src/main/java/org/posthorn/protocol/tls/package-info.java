/// TLS for servers: certificates from PEM files, by name, re-read when they change; BoringSSL, else
/// the JDK.
///
/// RFC 8446, RFC 5246, RFC 6066 §3 (names), RFC 5077 (tickets), RFC 5929 and RFC 9266 (channel
/// bindings), RFC 8996. Read [org.posthorn.protocol.tls.TlsContexts] first.
@NullMarked
package org.posthorn.protocol.tls;

import org.jspecify.annotations.NullMarked;
