/// Sessions: what a protocol implements ([org.posthorn.protocol.session.SessionFactory],
/// [org.posthorn.protocol.session.Session]), what it is given
/// ([org.posthorn.protocol.session.Connection]), and the loop that runs it. A session's code is
/// called by one virtual thread at a time; event loops only move bytes.
///
/// Read `Session`, `Connection`, then `SessionLoop`.
@NullMarked
package org.posthorn.protocol.session;

import org.jspecify.annotations.NullMarked;
