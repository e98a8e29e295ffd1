/// Counters that all protocols have: connections, commands, bytes, handshakes, logins.
@NullMarked
package org.posthorn.protocol.metrics;

import org.jspecify.annotations.NullMarked;
