/// Speaks SMTP to one other host: a connection, its security, and transactions over it.
///
/// RFC 5321 (the client's side), RFC 2920 (pipelining), RFC 3030 (BDAT), RFC 1870 (SIZE), RFC 6152
/// (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3461 (DSN), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 8689
/// (REQUIRETLS), RFC 9422 (LIMITS) and RFC 2033 (LMTP).
///
/// Invariants: every wait has an end, by its phase and by the attempt as a whole ([Watchdog]); what
/// the peer says is bounded before it is kept ([Wire]); no command holds a control character; no
/// bare CR or LF leaves, and nothing that was said in the clear counts after STARTTLS. What became
/// of each recipient is told even where the connection broke ([TransactionOutcome]).
///
/// Everything blocks, and is meant for virtual threads; a connection belongs to one thread at a
/// time. Read [Dialer] first, then [SmtpConnection] and [TransactionRun]. Whom to connect to, and
/// with which security, is not known here: see `outbound.route`.
@NullMarked
package org.posthorn.smtp.outbound.client;

import org.jspecify.annotations.NullMarked;
