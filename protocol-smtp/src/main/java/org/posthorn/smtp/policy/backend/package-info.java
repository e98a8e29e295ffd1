/// Other programs that checks ask: connections with a deadline, and what happens while one is down.
///
/// A [Backend] counts failures and says once in the log when it goes down and once when it comes
/// back; a [BackendConnection] is closed by [Deadlines] when its time is up, whatever it waits for.
@NullMarked
package org.posthorn.smtp.policy.backend;

import org.jspecify.annotations.NullMarked;
