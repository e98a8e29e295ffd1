/// IMAP's bytes: commands read into values, responses written from values.
///
/// The syntax of RFC 3501 §9 and RFC 9051 §9 with the extensions that [org.posthorn.imap.command]
/// names; LITERAL+ and LITERAL- (RFC 7888); modified UTF-7 (RFC 3501 §5.1.3).
///
/// Invariants: whatever the bytes, the parser returns an
/// [org.posthorn.imap.command.ImapRequest] and throws nothing of its own; recursion is bounded by
/// [ParserLimits#depth]; nothing that a client or a message supplies can end a response line early,
/// since only [ResponseEncoder] and [FetchWriter] know quoting and literals.
///
/// Objects here belong to one session and are used by its thread only, unless said otherwise.
///
/// Read [CommandReader] first (lines and literals to a command), then [CommandParser], then
/// [ResponseEncoder]. Deliberately absent: state rules and every effect; those are the session's.
@NullMarked
package org.posthorn.imap.wire;

import org.jspecify.annotations.NullMarked;
