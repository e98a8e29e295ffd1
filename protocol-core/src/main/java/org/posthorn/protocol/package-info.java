/// Listeners, TLS, framing, SASL, session execution and limits: what the three protocols share.
@NullMarked
package org.posthorn.protocol;

import org.jspecify.annotations.NullMarked;
