/// A client's conversation: state, dispatch, handlers. Plain blocking code, without Netty.
///
/// [Pop3Session] reads a line, parses it, hands it to the handler of its family, sends the reply
/// and takes the next [Pop3State] (RFC 1939 §3 to §6). A [Maildrop] is what a session sees of
/// INBOX: the snapshot taken at login, with marks on top; marks come to effect in [Update], at
/// QUIT, and are forgotten with the session in all other cases.
///
/// One session is run by one thread at a time; handlers are shared and stateless. Read
/// [Pop3State], then [Pop3Session], then [MaildropCommands] and [RetrievalCommands].
@NullMarked
package org.posthorn.pop3.session;

import org.jspecify.annotations.NullMarked;
