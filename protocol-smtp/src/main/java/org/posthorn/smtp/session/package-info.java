/// A client's conversation: state, dispatch, handlers. Plain blocking code, without Netty.
///
/// [SmtpSession] reads a line, parses it, hands it to the handler of its family, sends the reply
/// and takes the next [SmtpState]. Each handler is *check* (order and syntax) → *policy* (the
/// phase's checks) → *proceed* (the effects). RFC 5321 §4.1.4 gives the order of commands.
///
/// One session is run by one thread at a time; handlers are shared and stateless. Read [SmtpState],
/// then [SmtpSession], then [TransactionCommands].
@NullMarked
package org.posthorn.smtp.session;

import org.jspecify.annotations.NullMarked;
