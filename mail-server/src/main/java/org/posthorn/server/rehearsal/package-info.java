/// Mail traffic that a daemon plays with itself, from which the JVM learns for its AOT cache what
/// clients need.
///
/// Read [Rehearsal] first. What is played has nothing to do with the daemon's own store, accounts
/// and ports: [Stage] is a small daemon of its own.
@NullMarked
package org.posthorn.server.rehearsal;

import org.jspecify.annotations.NullMarked;
