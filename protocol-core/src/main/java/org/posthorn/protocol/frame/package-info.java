/// From octets to lines, literals and messages, and back: the only package, with `session`, that
/// sees Netty's buffers.
///
/// The event loop fills [org.posthorn.protocol.frame.InboundQueue]; the session's thread pulls from
/// [org.posthorn.protocol.frame.Input] what it needs next, so bytes that were pipelined behind a
/// literal or a message wait until the session says how they are to be read. Read `Input` first,
/// then `InboundQueue` and `Output`.
@NullMarked
package org.posthorn.protocol.frame;

import org.jspecify.annotations.NullMarked;
