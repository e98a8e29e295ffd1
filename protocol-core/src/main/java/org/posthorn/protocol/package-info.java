/// Listeners, TLS, framing, SASL, session execution and limits: what the three protocols share.
///
/// Sub-packages: `session` (what a protocol implements and is given; read it first), `frame`
/// (octets to lines and literals), `net` (sockets), `tls`, `sasl`, `limit`, `metrics`.
@NullMarked
package org.posthorn.protocol;

import org.jspecify.annotations.NullMarked;
