/// Sockets: listeners, event loops, who is let in, PROXY protocol, draining. Read
/// [org.posthorn.protocol.net.Transport] first, then `Door`.
@NullMarked
package org.posthorn.protocol.net;

import org.jspecify.annotations.NullMarked;
